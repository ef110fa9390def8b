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

#[test]
fn every_form_of_a_page_for_somebody_says_for_whom_it_was_drawn() {
    let draw = draw();
    let mut forms = 0;
    for name in styleguide::names() {
        let screen = styleguide::screen(&draw, name, Appearance::default()).expect("listed").expect("drawn");
        let Some((_, after)) = screen.split_once("<body class=\"inside\" data-user=\"") else { continue };
        let (person, _) = after.split_once('"').expect("an id");
        let field = format!("<input type=\"hidden\" name=\"person\" value=\"{person}\">");
        for form in after.split("<form").skip(1).filter(|form| form.contains("method=\"post\"")) {
            let (form, _) = form.split_once("</form>").expect("its end");
            assert!(form.contains(&field), "{name}: <form{form}");
            forms += 1;
        }
    }
    assert!(forms > 60, "only {forms} forms were looked at");
}

/// Screens show most forms, and here no template is left out.
#[test]
fn no_template_has_a_form_without_it() {
    // Drawn for nobody; the proof gives back the fields it was sent, the person among them.
    const OTHERS: [&str; 8] = [
        "people/sign_in.html",
        "people/register.html",
        "people/owner.html",
        "people/reset.html",
        "people/forgot.html",
        "people/confirm.html",
        "people/proof.html",
        "people/unsubscribe.html",
    ];
    for path in Templates::iter().filter(|path| !OTHERS.contains(&&**path)) {
        let file = Templates::get(&path).expect("listed");
        let text = String::from_utf8(file.data.into_owned()).expect("text");
        let forms = text.split("<form").skip(1).filter(|form| {
            let tag = form.split_once("method=").map(|(_, rest)| rest);
            tag.is_some_and(|rest| rest.starts_with("\"post\""))
        });
        for form in forms {
            let (form, _) = form.split_once("</form>").unwrap_or((form, ""));
            assert!(form.contains("<DrawnFor "), "{path}: <form{form}");
        }
    }
}
