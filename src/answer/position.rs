//! What a body that pays has decided.

use serde::Serialize;

use super::source::{Citations, cited_briefly};
use super::statement::StatementView;
use super::view::view;
use crate::dataset::date::Date;
use crate::dataset::model::{DateOrder, Decision, Position};
use crate::output::document::{Line, Span};

/// What a body that pays, or advises those who pay, has decided.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PositionView<'a> {
    body: &'a str,
    reference: Option<&'a str>,
    decision: Decision,
    on: Option<Date>,
    place: Option<&'a str>,
    #[serde(flatten)]
    pub statement: StatementView<'a>,
}

impl<'a> PositionView<'a> {
    pub fn new(position: &'a Position, citations: &mut Citations<'a>) -> Self {
        let (sources, weakness) = citations.cite(&position.cite);
        let statement = view!(position => StatementView {
            plain, note; text: Some(&position.text), gap: None, look_in: None, weakness, sources,
        });
        view!(position => Self { body, reference, decision, on, place; statement })
    }

    /// Who decided what: `NICE TA926, October 25, 2023: not recommended`.
    pub fn glance(&self, dates: DateOrder) -> Line<'a> {
        let reference = self.reference.map(|it| format!(" {it}")).unwrap_or_default();
        let place = self.place.map(|it| format!(" ({it})")).unwrap_or_default();
        let on = self.on.map(|date| format!(", {}", date.in_words(dates))).unwrap_or_default();
        let lead = format!("{}{reference}{place}{on}: ", self.body);
        let decision = Span::Strong(self.decision.words().into());
        let line = vec![Span::Text(lead.into()), decision];
        cited_briefly(line, &self.statement.sources, self.statement.weakness)
    }
}
