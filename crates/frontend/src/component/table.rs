//! Tables: a row is a card of its own where the screen is too narrow for columns.

use leptos::prelude::*;

/// A table.
pub struct Table {
    /// What it holds.
    pub caption: String,
    /// The heads of its columns; the first is that of the rows' own heads.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<TableRow>,
}

/// A row of a table.
pub struct TableRow {
    /// Its id, where something leads to it.
    pub id: Option<String>,
    /// What it is about.
    pub head: AnyView,
    /// One for each of the other columns.
    pub cells: Vec<AnyView>,
}

/// The table, with the head of its column in every cell: the style sheet shows it where rows are cards, and only there.
///
/// So a reader whose browser forgets that a table laid out otherwise is one (older Safari) still hears each value with its
/// name. A role on every cell would say it again, and make the page invalid (ARIA in HTML, section 4, on `td`).
#[must_use]
pub fn table(table: Table) -> AnyView {
    let Table { caption, columns, rows } = table;
    let heads = columns.iter().map(|head| view! { <th scope="col">{head.clone()}</th> }).collect_view();
    let rows = rows.into_iter().map(|row| table_row(&columns, row)).collect_view();
    view! {
        <table class="cards">
            <caption>{caption}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn table_row(columns: &[String], row: TableRow) -> AnyView {
    let cells = columns
        .iter()
        .skip(1)
        .zip(row.cells)
        .map(|(head, cell)| {
            view! { <td><span class="label">{head.clone()}</span><div>{cell}</div></td> }
        })
        .collect_view();
    view! { <tr id=row.id><th scope="row">{row.head}</th>{cells}</tr> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_says_what_its_column_is_where_rows_are_cards() {
        let cell = |words: &'static str| words.into_any();
        let row =
            TableRow { id: Some("la".into()), head: cell("Lao PDR"), cells: vec![cell("Vientiane"), cell("1997")] };
        let columns = ["Country", "Capital", "Since"].map(str::to_owned).to_vec();
        let html = table(Table { caption: "Countries".into(), columns, rows: vec![row] }).to_html();
        for (label, value) in [("Capital", "Vientiane"), ("Since", "1997")] {
            let cell = format!("<span class=\"label\">{label}</span><div>{value}</div></td>");
            assert!(html.replace("<!>", "").contains(&cell), "{label}: {html}");
        }
        assert!(html.contains("<th scope=\"row\">") && html.contains("<th scope=\"col\">"), "{html}");
        assert!(!html.contains("role="), "the elements say what they are: {html}");
    }
}
