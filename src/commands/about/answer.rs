//! What is explained, as people and programs are shown it.

use serde::Serialize;
use serde_json::json;

use super::{GLOSSARY, OTHER_TREATMENTS, Part};
use crate::answer::phrasing::in_words;
use crate::answer::source::{CitationView, Citations, Weakness, cited, cited_briefly};
use crate::answer::statement::{StatementView, lines};
use crate::answer::view::{Viewed, view};
use crate::answer::{Answer, Words};
use crate::commands::search::sentence::{MORE, sentences};
use crate::dataset::model::{BackgroundKind, Gap, Term};
use crate::output::document::{
    Block, Fact, Line, Row, Span, Table, beside, line, strong, with_commands,
};
use crate::output::records::Records;

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
    let sections = sections.into_iter().map(|section| {
        let statements = StatementView::all(&section.statements, citations);
        let plain_label = section.plain.viewed();
        view!(section => SectionView { id, label; plain_label, statements })
    });
    let sections = sections.collect();
    let options = options.into_iter().map(|option| {
        let statements = StatementView::all(&option.statements, citations);
        let plain_name = option.plain.viewed();
        view!(option => OptionView { id, name, people, study, comparison; plain_name, statements })
    });
    let options = options.collect();
    let kind = match background.kind {
        BackgroundKind::Condition => "condition",
        BackgroundKind::Class => "class",
    };
    view!(background => Subject { id, name, aliases; kind, sections, options })
}

/// What there is of some things, and what to type to read it.
pub fn index<'a>(
    [name, what]: [&'a str; 2],
    rows: impl Iterator<Item = (&'a str, String, String)>,
    is_number: bool,
) -> Block<'a> {
    let rows = rows.map(|(name, what, command)| {
        let command = vec![Span::Command(command.into())];
        Row::new(name, vec![vec![strong(name)], vec![line(what)], vec![command]])
    });
    let numbers = vec![false, is_number, false];
    Block::Table(Table { numbers, ..Table::new([name, what, "What to type"], rows) })
}

/// A word explained.
pub fn term<'a>(term: &'a Term, citations: &mut Citations<'a>) -> TermView<'a> {
    let (sources, weakness) = citations.cite(&term.cite);
    view!(term => TermView { term, aliases, plain; weakness, sources })
}

impl<'a> AboutAnswer<'a> {
    fn draw_index<'p>(&'p self, page: &mut Vec<Block<'p>>) {
        page.push(Block::Title(strong("WHAT IS EXPLAINED")));
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
        let short = self.glossary.iter().filter(|it| it.term.chars().all(char::is_uppercase));
        let term = short.max_by_key(|it| it.aliases.len()).or(self.glossary.first());
        let term = term.map_or("WORD", |it| it.term);
        let mut note = vec![vec![
            Span::Text("A word or an abbreviation: ".into()),
            Span::Command(format!("jakref about {term}").into()),
        ]];
        let section = self.subjects.iter().find_map(|it| Some((it.id, it.sections.last()?.id)));
        note.extend(section.map(|(subject, section)| {
            with_commands(&format!("one section: `jakref about {subject} {section}`"))
        }));
        page.push(Block::Note(beside(&note)));
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
        page.push(Block::Title(strong(subject.name)));
        let mut facts: Vec<Fact<'p>> = Vec::new();
        let names: Vec<&str> = subject.options.iter().map(|it| self.name(it)).collect();
        let mut others = (!names.is_empty()).then(|| line(names.join(", ")));
        for section in &subject.sections {
            let mut first: Vec<_> = self.first_sentence(&section.statements).into_iter().collect();
            if section.id == OTHER_TREATMENTS {
                first.extend(others.take());
            }
            facts.push(Fact::new(self.heading(section), first));
        }
        facts.extend(others.map(|it| Fact::new("Other treatments", vec![it])));
        page.push(Block::Facts(facts));
        let ids: Vec<&str> = subject.sections.iter().map(|it| it.id).collect();
        let others = (!subject.options.is_empty() && !ids.contains(&OTHER_TREATMENTS))
            .then_some(OTHER_TREATMENTS);
        let ids: Vec<&str> = ids.into_iter().chain(others).collect();
        let patient = if self.words == Words::Plain { " --patient" } else { "" };
        let (subject, ids) = (subject.id, ids.join(", "));
        page.push(Block::Note(with_commands(&format!(
            "One section in full: `jakref about {subject} SECTION{patient}` ({ids})"
        ))));
        page.push(Block::Note(with_commands("Everything: `--full`")));
    }

    fn draw_all<'p>(&'p self, subject: &'p Subject<'a>, page: &mut Vec<Block<'p>>) {
        page.push(Block::Title(strong(subject.name)));
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
        let rows = subject.options.iter().map(|option| {
            let studied = [option.people, option.study, option.comparison].map(|it| vec![line(it)]);
            let name = vec![strong(self.name(option))];
            Row::new(option.id, std::iter::once(name).chain(studied).collect())
        });
        let table = Table::new(["Treatment", "People", "Study", "Compared with"], rows);
        page.push(Block::Table(Table { prose: true, ..table }));
        let facts = subject.options.iter().map(|option| {
            Fact::new(self.name(option), lines(&option.statements, self.words, self.notes))
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
            page.push(Block::Title(strong("GLOSSARY")));
        }
        let facts = self.glossary.iter().map(|term| {
            let mut said = cited(vec![Span::Text(term.plain.into())], &term.sources, term.weakness);
            if !term.aliases.is_empty() {
                said.push(Span::Text(format!(" Also: {}.", term.aliases.join(", ")).into()));
            }
            Fact::new(term.term, vec![said])
        });
        let facts: Vec<Fact<'a>> = facts.collect();
        if !facts.is_empty() {
            page.push(Block::Facts(facts));
        }
        if let [term] = self.glossary.as_slice() {
            let more = self.more.iter().map(|it| vec![Span::Command(it.as_str().into())]);
            let mut note: Vec<Line<'_>> = more.collect();
            let lead = if note.is_empty() { "Every mention: " } else { "every mention: " };
            let search = format!("jakref search {}", term.term);
            note.push(vec![Span::Text(lead.into()), Span::Command(search.into())]);
            if note.len() > 1 {
                note[0].insert(0, Span::Text("More: ".into()));
            }
            page.push(Block::Note(beside(&note)));
        }
    }

    fn records(&self) -> Option<Records> {
        let mut things = Vec::new();
        for subject in &self.subjects {
            let mut add = |section: String, statements: &[StatementView<'_>], studied: [_; 3]| {
                let [people, study, comparison]: [Option<&str>; 3] = studied;
                things.extend(statements.iter().map(|it| {
                    let text = it.text.or(it.gap.map(Gap::words)).unwrap_or_default();
                    json!({
                        "subject": subject.id, "section": section, "text": text, "plain": it.plain,
                        "gap": it.gap, "sources": it.sources,
                        "people": people, "study": study, "comparison": comparison,
                    })
                }));
            };
            for it in &subject.sections {
                add(it.id.to_owned(), &it.statements, [None; 3]);
            }
            for it in &subject.options {
                let studied = [it.people, it.study, it.comparison].map(Some);
                add(format!("{OTHER_TREATMENTS} > {}", it.id), &it.statements, studied);
            }
        }
        things.extend(self.glossary.iter().map(|it| {
            json!({
                "subject": GLOSSARY, "section": it.term, "text": it.plain, "plain": it.plain,
                "sources": it.sources,
            })
        }));
        let names = "subject,section,text,plain,gap,sources,sections,people,study,comparison";
        Some(Records::of_json(names, things.into_iter()))
    }

    fn is_negative(&self) -> bool {
        self.subjects.is_empty() && self.glossary.is_empty()
    }
}
