//! Lines of code as HTML: their language above them, and in colours as far as [`Highlighter`] goes.

use super::super::dialect::Code;
use super::super::escape::escape;
use super::super::highlight;
use super::Drawing;

impl Drawing<'_> {
    pub(super) fn code_block(&mut self, code: &Code<'_>) {
        let language = highlight::language(code.info);
        let name = match language {
            Some(language) => language.name(),
            None => code.info,
        };
        self.within("<figure class=\"code\"><figcaption>", "</figcaption>", |this| {
            escape(&mut this.html, name);
        });
        self.within("<pre><code>", "</code></pre></figure>", |this| match language {
            Some(language) => this.highlighter.draw(&mut this.html, &code.text, language),
            None => this.code(&code.text),
        });
    }
}
