//! Tables as HTML.

use std::borrow::Cow;

use super::super::dialect::{Side, Table};
use super::Drawing;

impl Drawing<'_> {
    /// In a box of its own, which scrolls where the table is too wide.
    pub(super) fn table(&mut self, table: &Table<'_>) {
        self.within("<div class=\"table\"><table>", "</table></div>", |this| {
            this.within("<thead>", "</thead>", |this| this.row(&table.columns, &table.head, "th"));
            if table.rows.is_empty() {
                return;
            }
            this.within("<tbody>", "</tbody>", |this| {
                table.rows.iter().for_each(|row| this.row(&table.columns, row, "td"));
            });
        });
    }

    fn row(&mut self, columns: &[Side], cells: &[Cow<'_, str>], tag: &str) {
        self.within("<tr>", "</tr>", |this| {
            for (side, cell) in columns.iter().zip(cells) {
                let class = match side {
                    Side::Start => "",
                    Side::Center => " class=\"center\"",
                    Side::End => " class=\"end\"",
                };
                this.within(&format!("<{tag}{class}>"), &format!("</{tag}>"), |this| this.text(cell));
            }
        });
    }
}
