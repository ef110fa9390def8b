//! Every screen of the styleguide can be drawn, as all pages are: whole, and with nothing inline.

use super::*;

#[test]
fn every_screen_of_the_gallery_is_a_whole_page() {
    let draw = draw();
    let mut seen = std::collections::HashSet::new();
    for name in styleguide::names() {
        assert!(seen.insert(name), "{name} is there twice");
        let screen = styleguide::screen(&draw, name, Appearance::default()).expect("listed");
        let screen = screen.unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert!(screen.starts_with("<!doctype html>"), "{name}");
        for inline in [" style=", "<style", " onclick", "<script>"] {
            assert!(!screen.contains(inline), "{name} has {inline}");
        }
    }
    assert!(styleguide::screen(&draw, "not_found", Appearance::default()).is_none());
}
