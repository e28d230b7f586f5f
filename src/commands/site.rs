//! `jakref site`: every answer as a page, linked with each other, in one folder. Files only: they are
//! read from a disk, an intranet or any host of files, and a browser's own search finds words in them.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use clap::Args;
use maud::{Markup, html};

use super::handout::{HandoutArgs, linked_data};
use super::{Reader, about, clinic, compare, evidence, gaps, handout, list, show, sources, topics};
use crate::answer::column::{Column, ColumnView, Setting};
use crate::answer::envelope::colophon;
use crate::answer::phrasing::{bare, capitalized};
use crate::answer::source::Citations;
use crate::answer::{Answer, Failure, Sourced, Words, document};
use crate::cli::Reading;
use crate::dataset::load::Consulted;
use crate::dataset::model::{Clinic, Dataset};
use crate::output::file;
use crate::output::html::{self, style};
use crate::output::text::safe;

const INDEX: &str = "index.html";

/// What every page of the folder has beside its own style.
const STYLE: &str = "nav.pages { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding-bottom: .75rem; \
    margin-bottom: 1.25rem; border-bottom: 1px solid var(--rule); }\nnav.pages a { padding: .25rem 0; }\n\
    .index li { margin-bottom: .6em; }\n.index li a { display: inline-block; padding: .2rem 0; margin-right: .75rem; }\n\
    @media print { nav.pages { display: none; } }\n";

// What `site` is asked.
#[derive(Debug, Args)]
pub struct SiteArgs {
    /// Write the pages into this folder, which is made if it is not there
    #[arg(long = "out", value_name = "DIR")]
    pub out: PathBuf,
}

/// A folder of pages that is being put together.
struct Site<'a> {
    consulted: &'a Consulted,
    dataset: &'a Dataset,
    pages: Vec<(String, String)>,
    names: HashSet<String>,
    /// The parts of the index: headings, each with its lines.
    index: Vec<(String, Vec<Markup>)>,
}

/// Writes the pages, and says how many there are. `inputs` are read and never written.
///
/// # Errors
/// If an answer cannot be given, or the folder cannot be made or written to.
pub fn run(consulted: &Consulted, args: &SiteArgs, inputs: &[&Path]) -> Result<String, Failure> {
    let mut site = Site {
        consulted,
        dataset: consulted.dataset,
        pages: Vec::new(),
        names: HashSet::from([INDEX.to_owned()]),
        index: Vec::new(),
    };
    site.treatments()?;
    site.side_by_side();
    site.background()?;
    site.rest()?;
    site.finish();
    let name = safe(&args.out.display().to_string()).into_owned();
    std::fs::create_dir_all(&args.out)
        .map_err(|error| Failure::Unable(format!("cannot make the folder {name}: {error}")))?;
    for (page, html) in &site.pages {
        file::write(&args.out.join(page), html, inputs).map_err(Failure::Unable)?;
    }
    Ok(format!("{} pages in {name}: open {INDEX}\n", site.pages.len()))
}

impl<'a> Site<'a> {
    /// Adds a page, and says its name: one that no other has, of letters and digits, whatever the
    /// dataset says.
    fn push(&mut self, parts: &[&str], html: String) -> String {
        let fine = |character: char| {
            if character.is_ascii_alphanumeric() { character.to_ascii_lowercase() } else { '-' }
        };
        let stem: String = parts.join("-").chars().map(fine).collect();
        let mut name = format!("{stem}.html");
        let mut count = 2;
        while !self.names.insert(name.clone()) {
            name = format!("{stem}-{count}.html");
            count += 1;
        }
        self.pages.push((name.clone(), html));
        name
    }

    /// Adds an answer as a page.
    fn add<A: Answer>(
        &mut self,
        parts: &[&str],
        title: &str,
        head: &Markup,
        answer: &Sourced<'_, A>,
    ) -> String {
        let head = html! { (style(STYLE)) (head) };
        let body = html::body(&document(self.consulted, answer));
        let body = html! { (navigation(self.dataset)) (body) };
        self.push(parts, html::page(title, &head, &body))
    }

    /// Adds an answer as a page, and a line of the index that leads to it.
    fn add_line<A: Answer>(
        &mut self,
        part: &str,
        title: &str,
        head: &Markup,
        answer: &Sourced<'_, A>,
    ) {
        let page = self.add(&[part], title, head, answer);
        self.line("", &[(page, title)]);
    }

    fn add_handout(
        &mut self,
        parts: &[&str],
        reader: &Reader<'a>,
        columns: &[Column<'a>],
        treatments: Vec<String>,
    ) -> Result<String, Failure> {
        let args = HandoutArgs { treatments, ..HandoutArgs::default() };
        let handout = handout::of(reader, columns, &args)?;
        Ok(self
            .push(parts, handout::draw(&handout.answer, &navigation(self.dataset), &style(STYLE))))
    }

    fn reader(&self, reading: &Reading) -> Result<Reader<'a>, Failure> {
        Reader::new(self.consulted, reading)
    }

    /// Begins a part of the index.
    fn heading(&mut self, text: String) {
        self.index.push((text, Vec::new()));
    }

    /// A line of the index: what is said, and the pages on it.
    fn line(&mut self, lead: &str, links: &[(String, &str)]) {
        let line = html! { (lead) @for (page, text) in links { " " a href=(page) { (text) } } };
        if let Some((_, lines)) = self.index.last_mut() {
            lines.push(line);
        }
    }

    /// A page for each treatment where it has a record, and one to hand over.
    fn treatments(&mut self) -> Result<(), Failure> {
        let (dataset, header) = (self.dataset, &self.dataset.header);
        for condition in dataset.conditions() {
            for regulator in &dataset.regulators {
                let is_default =
                    condition.id == header.condition && regulator.id == header.regulator;
                let setting = Setting { condition, regulators: vec![regulator], is_default };
                let columns = setting.columns(dataset);
                if !columns.is_empty() {
                    self.setting(&setting, &regulator.id, &columns)?;
                }
            }
        }
        Ok(())
    }

    fn setting(
        &mut self,
        setting: &Setting<'a>,
        regulator: &str,
        columns: &[Column<'a>],
    ) -> Result<(), Failure> {
        let condition = setting.condition.id.as_str();
        let place: &[&str] = if setting.is_default { &[] } else { &[condition, regulator] };
        let reading = Reading {
            condition: Some(condition.to_owned()),
            regulators: vec![regulator.to_owned()],
            ..Reading::default()
        };
        let full = Reading { full: true, ..reading.clone() };
        let options = show::ShowOptions { reading: full.clone(), ..Default::default() };
        let everything = self.reader(&full)?;
        let to_hand_over = self.reader(&Reading { patient: true, ..reading.clone() })?;
        let listed = format!("Treatments: {}", setting.words());
        self.heading(listed.clone());
        let mut citations = Citations::new(self.dataset);
        for column in columns {
            let id = column.treatment.id.to_string();
            let title = format!("{} for {}", column.treatment.name(), column.setting());
            let head = linked_data(self.dataset, &title, Some(column.condition), &[*column], &[]);
            let answer = show::of(&everything, *column, &[], &options)?;
            let page = self.add(&[&[id.as_str()], place].concat(), &title, &head, &answer);
            let parts = [&["handout", id.as_str()], place].concat();
            let handed = self.add_handout(&parts, &to_hand_over, &[*column], vec![id.clone()])?;
            let view = ColumnView::new(*column, &mut citations);
            let status = bare(&view.status(Words::Professional));
            let lead = format!("{}: {status}", column.treatment.name());
            self.line(&lead, &[(page, "Everything on it"), (handed, "Page to hand over")]);
        }
        let all =
            self.add_handout(&[&["handout"], place].concat(), &to_hand_over, columns, Vec::new())?;
        let list = list::run(&self.reader(&reading)?)?;
        let page = self.add(&[&["list"], place].concat(), &listed, &html!(), &list);
        self.line("All of them:", &[(page, "List"), (all, "Page to hand over")]);
        Ok(())
    }

    /// The treatments side by side: at a glance, in full, and question by question. Where there are too
    /// many for that, there are no such pages.
    fn side_by_side(&mut self) {
        self.heading("Side by side".to_owned());
        let full = Reading { full: true, ..Reading::default() };
        let everything = "Every question in full: search it for a word with your browser (Ctrl+F)";
        for (name, title, topics, reading) in [
            ("compare", "At a glance", Vec::new(), Reading::default()),
            ("everything", everything, vec!["all".to_owned()], full.clone()),
        ] {
            if let Some(answer) = self.compared(topics, &reading) {
                self.add_line(name, title, &html!(), &answer);
            }
        }
        let args = evidence::EvidenceArgs { icons: true, ..Default::default() };
        let found = self.reader(&args.reading).and_then(|reader| evidence::run(&reader, &args));
        if let Ok(answer) = found {
            self.add_line("evidence", "Benefits and harms out of 100 people", &html!(), &answer);
        }
        self.heading("Question by question".to_owned());
        let dataset = self.dataset;
        for group in &dataset.groups {
            let mut links = Vec::new();
            for topic in dataset.topics.iter().filter(|it| it.group == group.id) {
                if let Some(answer) = self.compared(vec![topic.path()], &full) {
                    let parts = ["topic", &topic.path()];
                    let page = self.add(&parts, &topic.label, &html!(), &answer);
                    links.push((page, topic.label.as_str()));
                }
            }
            if !links.is_empty() {
                self.line(&format!("{}:", group.label), &links);
            }
        }
    }

    fn compared(
        &self,
        topics: Vec<String>,
        reading: &Reading,
    ) -> Option<Sourced<'a, compare::CompareAnswer<'a>>> {
        let args = compare::CompareArgs { topics, ..Default::default() };
        compare::run(&self.reader(reading).ok()?, &args).ok()
    }

    /// Conditions, classes and words.
    fn background(&mut self) -> Result<(), Failure> {
        let reading = Reading { full: true, ..Reading::default() };
        let reader = self.reader(&reading)?;
        let asked = |word| about::AboutArgs { words: vec![word], reading: reading.clone() };
        let dataset = self.dataset;
        self.heading("Conditions, classes and words".to_owned());
        for background in &dataset.backgrounds {
            let args = asked(background.id.to_string());
            let condition = dataset.condition(&background.id);
            let head = linked_data(dataset, &background.name, condition, &[], &[]);
            let answer = about::run(&reader, &args)?;
            let page = self.add(&["about", &background.id], &background.name, &head, &answer);
            self.line("", &[(page, &background.name)]);
        }
        if !dataset.terms.is_empty() {
            let args = asked("glossary".to_owned());
            self.add_line("glossary", "Glossary", &html!(), &about::run(&reader, &args)?);
        }
        Ok(())
    }

    /// What can be asked, whom to call, what everything rests on, and what is not known.
    fn rest(&mut self) -> Result<(), Failure> {
        let reader = self.reader(&Reading::default())?;
        self.heading("More".to_owned());
        let asked = topics::run(&reader, &topics::TopicsArgs::default())?;
        self.add_line("topics", "What can be asked", &html!(), &asked);
        let clinics: Vec<&Clinic> = self.dataset.clinics.iter().collect();
        if !clinics.is_empty() {
            let head = linked_data(self.dataset, "Whom to call", None, &[], &clinics);
            let answer = clinic::run(&reader, &clinic::ClinicArgs::default())?;
            self.add_line("clinic", "Whom to call", &head, &answer);
        }
        let reading = Reading { full: true, sources: true, ..Reading::default() };
        let reader = self.reader(&reading)?;
        let mut args = sources::SourcesArgs { name: Vec::new(), gaps: false, reading };
        self.add_line("sources", "Sources", &html!(), &sources::run(&reader, &args)?);
        args.gaps = true;
        self.add_line("gaps", "What is not known", &html!(), &gaps::run(&reader, &args)?);
        Ok(())
    }

    /// The index, which leads to all of them.
    fn finish(&mut self) {
        let title = self.dataset.header.title.as_str();
        let setting = Setting::find(self.dataset, None, &[]).ok();
        let columns = setting.as_ref().map(|it| it.columns(self.dataset)).unwrap_or_default();
        let condition = setting.map(|it| it.condition);
        let clinics: Vec<&Clinic> = self.dataset.clinics.iter().collect();
        let head = html! {
            (style(STYLE))
            (linked_data(self.dataset, title, condition, &columns, &clinics))
        };
        let body = html! {
            main #main tabindex="-1" {
                h1.whole { (title) } "\n"
                @for (heading, lines) in &self.index {
                    h2 { (heading) } "\n"
                    ul.index { @for line in lines { li { (line) } "\n" } }
                }
            }
            footer { p.colophon { (colophon(self.consulted).join(" · ")) } }
        };
        self.pages.push((INDEX.to_owned(), html::page(&capitalized(title), &head, &body)));
    }
}

/// The way back, on every page.
fn navigation(dataset: &Dataset) -> Markup {
    html! {
        nav.pages aria-label="All pages" {
            a href=(INDEX) { "All pages: " (dataset.header.title) }
        } "\n"
    }
}
