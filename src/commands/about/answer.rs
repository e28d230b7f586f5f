//! What is explained, as people and programs are shown it.

use serde::Serialize;

use super::{GLOSSARY, OTHER_TREATMENTS, Part};
use crate::answer::phrasing::in_words;
use crate::answer::source::{
    CitationView, Citations, SourceView, Weakness, cited, cited_briefly, source_fields,
};
use crate::answer::statement::{StatementView, lines};
use crate::answer::{Answer, Words};
use crate::commands::search::sentence::{MORE, sentences};
use crate::dataset::model::{BackgroundKind, Gap, Statement, Term};
use crate::dataset::text::Text;
use crate::output::document::{Block, Fact, Line, Row, Span, Table, line};
use crate::output::records::{Records, Value};

/// What is known of conditions, classes and words.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AboutAnswer<'a> {
    pub(super) subjects: Vec<Subject<'a>>,
    pub(super) glossary: Vec<TermView<'a>>,
    /// If it is one word: what shows the sections that tell more.
    #[serde(skip)]
    pub(super) more: Vec<String>,
    #[serde(skip)]
    pub(super) amount: Amount,
    #[serde(skip)]
    pub(super) words: Words,
    #[serde(skip)]
    pub(super) notes: bool,
    #[serde(skip)]
    pub(super) full_sources: bool,
    #[serde(skip)]
    pub(super) sources: Vec<SourceView<'a>>,
}

/// How much people are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    Index,
    /// Each heading with the first that is said there.
    Headings,
    All,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Subject<'a> {
    id: &'a str,
    kind: &'static str,
    name: &'a str,
    aliases: Vec<&'a str>,
    sections: Vec<SectionView<'a>>,
    /// Other treatments that people ask about.
    options: Vec<OptionView<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SectionView<'a> {
    id: &'a str,
    label: &'a str,
    plain_label: Option<&'a str>,
    statements: Vec<StatementView<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OptionView<'a> {
    id: &'a str,
    name: &'a str,
    plain_name: Option<&'a str>,
    /// Who was studied.
    people: &'a str,
    /// What kind of study it was.
    study: &'a str,
    comparison: &'a str,
    statements: Vec<StatementView<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TermView<'a> {
    term: &'a str,
    aliases: Vec<&'a str>,
    plain: &'a str,
    weakness: Option<Weakness>,
    sources: Vec<CitationView<'a>>,
}

/// Some sections and other treatments of a background.
pub fn subject<'a>(
    (background, sections, options): Part<'a>,
    citations: &mut Citations<'a>,
) -> Subject<'a> {
    let mut said = |statements: &'a [Statement]| -> Vec<StatementView<'a>> {
        statements.iter().map(|it| StatementView::new(it, citations)).collect()
    };
    let sections = sections.into_iter().map(|section| SectionView {
        id: &section.id,
        label: &section.label,
        plain_label: section.plain.as_deref().map(Text::as_str),
        statements: said(&section.statements),
    });
    let sections = sections.collect();
    let options = options.into_iter().map(|option| OptionView {
        id: &option.id,
        name: &option.name,
        plain_name: option.plain.as_deref().map(Text::as_str),
        people: &option.people,
        study: &option.study,
        comparison: &option.comparison,
        statements: said(&option.statements),
    });
    Subject {
        id: &background.id,
        kind: match background.kind {
            BackgroundKind::Condition => "condition",
            BackgroundKind::Class => "class",
        },
        name: &background.name,
        aliases: background.aliases.iter().map(|it| it.as_str()).collect(),
        options: options.collect(),
        sections,
    }
}

/// What there is of some things, and what to type to read it.
pub fn index<'a>(
    [name, what]: [&'a str; 2],
    rows: impl Iterator<Item = (&'a str, String, String)>,
    is_number: bool,
) -> Block<'a> {
    let rows = rows.map(|(name, what, command)| Row {
        id: name.into(),
        cells: vec![
            vec![vec![Span::Strong(name.into())]],
            vec![line(what)],
            vec![vec![Span::Command(command.into())]],
        ],
        ..Row::default()
    });
    Block::Table(Table {
        columns: [name, what, "What to type"].map(|it| vec![it.into()]).to_vec(),
        rows: rows.collect(),
        numbers: vec![false, is_number, false],
        ..Table::default()
    })
}

/// A word explained.
pub fn term<'a>(term: &'a Term, citations: &mut Citations<'a>) -> TermView<'a> {
    let (sources, weakness) = citations.cite(&term.cite);
    let aliases = term.aliases.iter().map(|it| it.as_str()).collect();
    TermView { term: &term.term, aliases, plain: &term.plain, weakness, sources }
}

impl<'a> AboutAnswer<'a> {
    fn draw_index<'p>(&'p self, page: &mut Vec<Block<'p>>) {
        page.push(Block::Title(vec![Span::Strong("WHAT IS EXPLAINED".into())]));
        let mut rows = Vec::new();
        for subject in &self.subjects {
            let sections = subject.sections.len() + usize::from(!subject.options.is_empty());
            let what = format!("{}, {sections} sections", subject.kind);
            rows.push((subject.name, what, format!("jakref about {}", subject.id)));
        }
        if !self.glossary.is_empty() {
            let words = format!("{} words", self.glossary.len());
            rows.push(("Glossary", words, format!("jakref about {GLOSSARY}")));
        }
        page.push(index(["About", "What there is"], rows.into_iter(), false));
        let mut note = vec![Span::Text("A word or an abbreviation: ".into())];
        let short = self.glossary.iter().filter(|it| it.term.chars().all(char::is_uppercase));
        let term = short.max_by_key(|it| it.aliases.len()).or(self.glossary.first());
        let term = term.map_or("WORD", |it| it.term);
        note.push(Span::Command(format!("jakref about {term}").into()));
        if let Some((subject, section)) =
            self.subjects.iter().find_map(|it| Some((it, it.sections.last()?)))
        {
            note.push(Span::Text(" · one section: ".into()));
            note.push(Span::Command(format!("jakref about {} {}", subject.id, section.id).into()));
        }
        page.push(Block::Note(note));
    }

    fn heading(&self, section: &SectionView<'a>) -> &'a str {
        in_words(self.words, section.label, section.plain_label)
    }

    fn name(&self, option: &OptionView<'a>) -> &'a str {
        in_words(self.words, option.name, option.plain_name)
    }

    /// The beginning of what is said, with its sources, and how much more there is.
    fn first_sentence(&self, statements: &[StatementView<'a>]) -> Option<Line<'a>> {
        let all = lines(statements, self.words, false);
        let more = all.len().saturating_sub(1);
        let said = statements.iter().find(|it| it.gap.is_none() && it.said(self.words).is_some());
        let Some((said, text)) = said.and_then(|it| Some((it, it.said(self.words)?))) else {
            return all.into_iter().next();
        };
        let sentences = sentences(text);
        let mut line = vec![Span::Text((*sentences.first()?).into())];
        if sentences.len() > 1 {
            line.push(Span::Soft(MORE.into()));
        }
        let mut line = cited_briefly(line, &said.sources, said.weakness);
        line.extend((more > 0).then(|| Span::Soft(format!(" ({more}\u{a0}more)").into())));
        Some(line)
    }

    fn draw_headings<'p>(&'p self, subject: &'p Subject<'a>, page: &mut Vec<Block<'p>>) {
        page.push(Block::Title(vec![Span::Strong(subject.name.into())]));
        let mut facts: Vec<Fact<'p>> = Vec::new();
        let names: Vec<&str> = subject.options.iter().map(|it| self.name(it)).collect();
        let mut others = (!names.is_empty()).then(|| line(names.join(", ")));
        for section in &subject.sections {
            let mut first: Vec<_> = self.first_sentence(&section.statements).into_iter().collect();
            if section.id == OTHER_TREATMENTS {
                first.extend(others.take());
            }
            facts.push(Fact { label: self.heading(section).into(), sub: false, lines: first });
        }
        facts.extend(others.map(|it| Fact {
            label: "Other treatments".into(),
            sub: false,
            lines: vec![it],
        }));
        page.push(Block::Facts(facts));
        let ids: Vec<&str> = subject.sections.iter().map(|it| it.id).collect();
        let others = (!subject.options.is_empty() && !ids.contains(&OTHER_TREATMENTS))
            .then_some(OTHER_TREATMENTS);
        let ids: Vec<&str> = ids.into_iter().chain(others).collect();
        let patient = if self.words == Words::Plain { " --patient" } else { "" };
        page.push(Block::Note(vec![
            Span::Text("One section in full: ".into()),
            Span::Command(format!("jakref about {} SECTION{patient}", subject.id).into()),
            Span::Text(format!(" ({})", ids.join(", ")).into()),
        ]));
        page.push(Block::Note(vec![
            Span::Text("Everything: ".into()),
            Span::Command("--full".into()),
        ]));
    }

    fn draw_all<'p>(&'p self, subject: &'p Subject<'a>, page: &mut Vec<Block<'p>>) {
        page.push(Block::Title(vec![Span::Strong(subject.name.into())]));
        for section in &subject.sections {
            page.push(Block::Subheading(self.heading(section).into()));
            let lines = lines(&section.statements, self.words, self.notes);
            let several = lines.len() > 1;
            let item =
                |line: Line<'p>| if several { Block::Item(line) } else { Block::Paragraph(line) };
            page.extend(lines.into_iter().map(item));
        }
        if subject.options.is_empty() {
            return;
        }
        page.push(Block::Subheading("Other treatments".into()));
        let columns = ["Treatment", "People", "Study", "Compared with"];
        let rows = subject.options.iter().map(|option| Row {
            id: option.id.into(),
            cells: vec![
                vec![vec![Span::Strong(self.name(option).into())]],
                vec![line(option.people)],
                vec![line(option.study)],
                vec![line(option.comparison)],
            ],
            ..Row::default()
        });
        page.push(Block::Table(Table {
            columns: columns.iter().map(|&it| vec![it.into()]).collect(),
            rows: rows.collect(),
            prose: true,
            ..Table::default()
        }));
        let facts = subject.options.iter().map(|option| Fact {
            label: self.name(option).into(),
            sub: false,
            lines: lines(&option.statements, self.words, self.notes),
        });
        page.push(Block::Facts(facts.collect()));
        let caution = "They were studied in other people and in other ways than the treatments of this \
                       reference: their figures do not stand side by side.";
        page.push(Block::Note(line(caution)));
    }
}

impl Answer for AboutAnswer<'_> {
    const SCHEMA: &'static str = "about/2";

    fn draw<'a>(&'a self, page: &mut Vec<Block<'a>>) {
        if self.is_negative() {
            page.push(Block::Note(line("Nothing is explained in this dataset.")));
            return;
        }
        if self.amount == Amount::Index {
            return self.draw_index(page);
        }
        for subject in &self.subjects {
            match self.amount {
                Amount::Headings => self.draw_headings(subject, page),
                _ => self.draw_all(subject, page),
            }
        }
        if self.glossary.len() > 1 {
            page.push(Block::Title(vec![Span::Strong("GLOSSARY".into())]));
        }
        let facts = self.glossary.iter().map(|term| {
            let mut said = cited(vec![Span::Text(term.plain.into())], &term.sources, term.weakness);
            if !term.aliases.is_empty() {
                said.push(Span::Text(format!(" Also: {}.", term.aliases.join(", ")).into()));
            }
            Fact { label: term.term.into(), sub: false, lines: vec![said] }
        });
        let facts: Vec<Fact<'a>> = facts.collect();
        if !facts.is_empty() {
            page.push(Block::Facts(facts));
        }
        if let [term] = self.glossary.as_slice() {
            let mut note = Vec::new();
            for command in &self.more {
                let lead = if note.is_empty() { "More: " } else { " · " };
                note.extend([Span::Text(lead.into()), Span::Command(command.as_str().into())]);
            }
            let lead = if note.is_empty() { "Every mention: " } else { " · every mention: " };
            note.push(Span::Text(lead.into()));
            note.push(Span::Command(format!("jakref search {}", term.term).into()));
            page.push(Block::Note(note));
        }
    }

    fn records(&self) -> Option<Records> {
        let mut records = Records::new(&[
            "subject",
            "section",
            "text",
            "plain",
            "gap",
            "sources",
            "sections",
            "people",
            "study",
            "comparison",
        ]);
        for subject in &self.subjects {
            let sections = subject.sections.iter();
            let sections = sections.map(|it| (Value::from(it.id), &it.statements, [None; 3]));
            let options = subject.options.iter().map(|it| {
                let place = format!("{OTHER_TREATMENTS} > {}", it.id);
                (place.into(), &it.statements, [it.people, it.study, it.comparison].map(Some))
            });
            for (place, statements, studied) in sections.chain(options) {
                for it in statements {
                    let [sources, sections] = source_fields(it.sources.iter());
                    let text = it.text.or(it.gap.map(Gap::words)).unwrap_or_default();
                    let gap = it.gap.map(Gap::id).into();
                    let (plain, place) = (it.plain.into(), place.clone());
                    let mut row =
                        vec![subject.id.into(), place, text.into(), plain, gap, sources, sections];
                    row.extend(studied.map(Value::from));
                    records.rows.push(row);
                }
            }
        }
        for term in &self.glossary {
            let [sources, sections] = source_fields(term.sources.iter());
            let mut row = [GLOSSARY, term.term, term.plain, term.plain].map(Value::from).to_vec();
            row.extend([Value::Null, sources, sections, Value::Null, Value::Null, Value::Null]);
            records.rows.push(row);
        }
        Some(records)
    }

    fn is_negative(&self) -> bool {
        self.subjects.is_empty() && self.glossary.is_empty()
    }

    fn sources(&self) -> &[SourceView<'_>] {
        &self.sources
    }

    fn full_sources(&self) -> bool {
        self.full_sources
    }
}
