//! Statements and glances: what is said of a question, with its sources, or why nothing is.

use std::borrow::Cow;

use serde::Serialize;

use super::Words;
use super::source::{CitationView, Citations, Weakness, cited, cited_briefly, lead, leads};
use super::view::view;
use crate::dataset::model::{Gap, Glance, Statement};
use crate::output::document::{Line, Mark, Span};

/// The answer to a question in one line.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GlanceView<'a> {
    pub text: Cow<'a, str>,
    pub plain: Option<Cow<'a, str>>,
    pub gap: Option<Gap>,
    /// `secondary` or `unconfirmed` where no stronger source was read, or null.
    pub weakness: Option<Weakness>,
    pub sources: Vec<CitationView<'a>>,
    /// Those that stand for them where there is little room: the first that is as strong as all, and
    /// the first that is weaker.
    #[serde(skip)]
    pub lead: Vec<CitationView<'a>>,
}

impl<'a> GlanceView<'a> {
    /// The glance as it is written.
    pub fn new(glance: &'a Glance, citations: &mut Citations<'a>) -> Self {
        let (sources, weakness) = citations.cite(&glance.cite);
        Self {
            text: glance.text.as_str().into(),
            plain: glance.plain.as_deref().map(|it| it.as_str().into()),
            gap: glance.gap.as_deref().copied(),
            lead: leads(&sources, weakness),
            weakness,
            sources,
        }
    }

    /// A declared gap in one line: what kind it is, and where to look.
    pub fn of_gap(gap: Gap, statement: &'a Statement, citations: &mut Citations<'a>) -> Self {
        let (sources, weakness) = citations.cite(&statement.cite);
        let place = statement.look_in.as_ref().map(|place| format!(": see {place}"));
        let text = format!("{}{}", gap.words(), place.unwrap_or_default());
        let plain = match gap {
            Gap::NotRecorded => "not read yet; ask your doctor or pharmacist",
            other => other.words(),
        };
        let lead = lead(&sources, weakness).to_vec();
        Self {
            text: text.into(),
            plain: Some(plain.into()),
            gap: Some(gap),
            weakness,
            sources,
            lead,
        }
    }

    /// What it says in these words.
    pub fn said(&self, words: Words) -> &Cow<'a, str> {
        match words {
            Words::Plain => self.plain.as_ref().unwrap_or(&self.text),
            Words::Professional => &self.text,
        }
    }

    /// The same as text alone, with how weak it is.
    pub fn bare(&self, words: Words) -> String {
        let weakness = self.weakness.map(|it| format!(" ({})", it.words()));
        format!("{}{}", self.said(words), weakness.unwrap_or_default())
    }

    /// The glance as a line, with the source that stands for all; its section only where there is
    /// room.
    pub fn line(&self, words: Words, sections: bool) -> Line<'a> {
        let mut line = Line::new();
        if let Some(gap) = self.gap {
            line.extend([Span::Mark(Mark::Gap(gap)), Span::Text(" ".into())]);
        }
        line.push(Span::Text(self.said(words).clone()));
        // Those that are weaker than the others stand apart, with a mark of their own.
        for lead in self.by_weakness() {
            let weakness = lead.first().and_then(|it| it.weakness);
            let cited = if sections { cited } else { cited_briefly };
            line = cited(line, lead, weakness);
        }
        line
    }

    /// The sources that stand for all, those of one strength together.
    pub fn by_weakness(&self) -> impl Iterator<Item = &[CitationView<'a>]> {
        self.lead.chunk_by(|one, next| one.weakness == next.weakness)
    }
}

/// Part of an answer.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StatementView<'a> {
    pub text: Option<&'a str>,
    pub plain: Option<&'a str>,
    pub note: Option<&'a str>,
    pub gap: Option<Gap>,
    pub look_in: Option<&'a str>,
    /// `secondary` or `unconfirmed` where no stronger source was read, or null.
    pub weakness: Option<Weakness>,
    pub sources: Vec<CitationView<'a>>,
}

impl<'a> StatementView<'a> {
    /// The statement as it is written.
    pub fn new(statement: &'a Statement, citations: &mut Citations<'a>) -> Self {
        let (sources, weakness) = citations.cite(&statement.cite);
        view!(statement => Self { text, plain, note, gap, look_in; weakness, sources })
    }

    /// Statements as they are written.
    pub fn all(statements: &'a [Statement], citations: &mut Citations<'a>) -> Vec<Self> {
        statements.iter().map(|it| Self::new(it, citations)).collect()
    }

    /// What it says in these words; nothing where it has none of that register.
    pub fn said(&self, words: Words) -> Option<&'a str> {
        match words {
            Words::Plain => self.plain,
            Words::Professional => self.text,
        }
    }

    /// The statement as a line, if it says anything in these words. With its note, if that is asked.
    pub fn line(&self, words: Words, notes: bool) -> Option<Line<'a>> {
        let mut line = Line::new();
        if let Some(gap) = self.gap {
            line.extend([Span::Mark(Mark::Gap(gap)), Span::Text(" ".into())]);
        }
        let said = self.said(words);
        let said = said.or(self.gap.map(Gap::words).filter(|_| words == Words::Professional))?;
        line.push(Span::Text(said.into()));
        if let (Words::Professional, Some(_), Some(place)) = (words, self.gap, self.look_in) {
            line.push(Span::Text(format!(" See {}.", place.trim_end_matches('.')).into()));
        }
        line = cited(line, &self.sources, self.weakness);
        if let Some(note) = self.note.filter(|_| notes) {
            line.push(Span::Soft(format!(" Note: {note}").into()));
        }
        Some(line)
    }
}

/// The statements as lines; where none of them has plain words, in the professional ones.
pub fn lines<'v, 'a: 'v>(
    statements: impl IntoIterator<Item = &'v StatementView<'a>, IntoIter: Clone>,
    words: Words,
    notes: bool,
) -> Vec<Line<'a>> {
    let statements = statements.into_iter();
    let in_words = |words| -> Vec<Line<'a>> {
        statements.clone().filter_map(|statement| statement.line(words, notes)).collect()
    };
    let lines = in_words(words);
    if lines.is_empty() { in_words(Words::Professional) } else { lines }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::phrasing::bare;

    fn glance(gap: Option<Gap>, of: &[(&'static str, Option<Weakness>)]) -> Line<'static> {
        let lead =
            of.iter().map(|&(source, weakness)| CitationView { source, section: None, weakness });
        let (text, lead) = ("as said".into(), lead.collect());
        let (plain, weakness, sources) = (None, None, Vec::new());
        GlanceView { text, plain, gap, weakness, sources, lead }.line(Words::Plain, false)
    }

    #[test]
    fn each_source_of_a_glance_has_the_mark_of_its_own_strength() {
        let (label, guide) = (("label", None), ("guide", Some(Weakness::Secondary)));
        let alone = glance(None, &[guide]);
        assert_eq!(alone.last(), Some(&Span::Mark(Mark::Weak(Weakness::Secondary))));
        let mixed = glance(None, &[label, guide]);
        let cites: Vec<usize> = mixed
            .iter()
            .filter_map(|span| match span {
                Span::Cite(of) => Some(of.len()),
                _ => None,
            })
            .collect();
        assert_eq!(cites, [1, 1]);
        assert_eq!(mixed.last(), Some(&Span::Mark(Mark::Weak(Weakness::Secondary))));
        // What is not known rests on its source as much.
        assert_eq!(glance(Some(Gap::NotRecorded), &[guide]).last(), alone.last());
        assert!(!bare(&glance(None, &[label])).contains("secondary"));
    }
}
