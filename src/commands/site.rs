//! `jakref site`: every answer as a page, linked with each other, in one folder. Files only: they are
//! read from a disk, an intranet or any host of files, and a browser's own search finds words in them.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::handout::{HandoutArgs, linked_data};
use super::{Reader, about, clinic, compare, evidence, gaps, handout, list, show, sources, topics};
use crate::answer::column::{Column, ColumnView, Setting};
use crate::answer::envelope::colophon;
use crate::answer::phrasing::{bare, capitalized};
use crate::answer::source::Citations;
use crate::answer::{Answer, Failure, Words, document};
use crate::cli::Reading;
use crate::dataset::load::Consulted;
use crate::dataset::model::{Clinic, Dataset};
use crate::output::file;
use crate::output::html::{self, Page, escape};
use crate::output::text::safe;

const INDEX: &str = "index.html";

/// What every page of the folder has beside its own style.
const STYLE: &str = "<style>\nnav.pages { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding-bottom: .75rem; \
    margin-bottom: 1.25rem; border-bottom: 1px solid var(--rule); }\nnav.pages a { padding: .25rem 0; }\n\
    .index li { margin-bottom: .6em; }\n.index li a { display: inline-block; padding: .2rem 0; margin-right: .75rem; }\n\
    @media print { nav.pages { display: none; } }\n</style>\n";

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
    /// The inside of the index, as HTML.
    index: String,
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
        index: String::new(),
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
    /// The name of a file that no other page has: of letters and digits, whatever the dataset says.
    fn name(&mut self, parts: &[&str]) -> String {
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
        name
    }

    /// Adds an answer as a page.
    fn add<A: Answer>(&mut self, name: &str, title: &str, head: &str, answer: &A) {
        let head = format!("{STYLE}{head}");
        let before = navigation(self.dataset);
        let page = Page { title, head: &head, before: &before, ..Page::default() };
        let html = html::draw(&document(self.consulted, answer), &page);
        self.pages.push((name.to_owned(), html));
    }

    fn add_handout(
        &mut self,
        name: &str,
        reader: &Reader<'_>,
        args: &HandoutArgs,
    ) -> Result<(), Failure> {
        let html = handout::run(reader, args)?.page_within(&navigation(self.dataset), STYLE);
        self.pages.push((name.to_owned(), html));
        Ok(())
    }

    fn reader(&self, reading: &Reading) -> Result<Reader<'a>, Failure> {
        Reader::new(self.consulted, reading)
    }

    fn heading(&mut self, text: &str) {
        let _ = write!(self.index, "<h2>{}</h2>\n<ul class=\"index\">\n", escape(text));
    }

    fn end(&mut self) {
        self.index.push_str("</ul>\n");
    }

    /// A line of the index: what is said, and the pages on it.
    fn line(&mut self, lead: &str, links: &[(&str, &str)]) {
        let _ = write!(self.index, "<li>{}", escape(lead));
        for (name, text) in links {
            let _ = write!(self.index, " <a href=\"{name}\">{}</a>", escape(text));
        }
        self.index.push_str("</li>\n");
    }

    /// A page for each treatment where it has a record, and one to hand over.
    fn treatments(&mut self) -> Result<(), Failure> {
        let dataset = self.dataset;
        for condition in dataset.conditions() {
            for regulator in &dataset.regulators {
                let header = &dataset.header;
                let is_default =
                    condition.id == header.condition && regulator.id == header.regulator;
                let setting = Setting { condition, regulators: vec![regulator], is_default };
                let columns = setting.columns(dataset);
                if columns.is_empty() {
                    continue;
                }
                self.setting(&setting, &columns)?;
            }
        }
        Ok(())
    }

    fn setting(&mut self, setting: &Setting<'a>, columns: &[Column<'a>]) -> Result<(), Failure> {
        let condition = &setting.condition.id;
        let regulators: Vec<String> =
            setting.regulators.iter().map(|it| it.id.to_string()).collect();
        let mut place: Vec<&str> = Vec::new();
        if !setting.is_default {
            place.extend([condition.as_str(), regulators.first().map_or("", String::as_str)]);
        }
        let reading = Reading {
            condition: Some(condition.to_string()),
            regulators: regulators.clone(),
            full: true,
            ..Reading::default()
        };
        self.heading(&format!("Treatments: {}", setting.words()));
        let mut citations = Citations::new(self.dataset);
        for column in columns {
            let id = column.treatment.id.to_string();
            let reader = self.reader(&reading)?;
            let options = show::ShowOptions { reading: reading.clone(), ..Default::default() };
            let title = format!("{} for {}", column.treatment.name(), column.setting());
            let head = linked_data(self.dataset, &title, Some(column.condition), &[*column], &[]);
            let page = self.name(&[&[id.as_str()], &place[..]].concat());
            self.add(&page, &title, &head, &show::run(&reader, &id, &[], &options)?);
            let to_hand_over = self.name(&[&["handout", id.as_str()], &place[..]].concat());
            let args = HandoutArgs {
                condition: reading.condition.clone(),
                regulators: regulators.clone(),
                ..HandoutArgs::of(vec![id])
            };
            self.add_handout(&to_hand_over, &self.reader(&args.reading())?, &args)?;
            let status =
                bare(&ColumnView::new(*column, &mut citations).status(Words::Professional));
            let lead = format!("{}: {status}", column.treatment.name());
            self.line(&lead, &[(&page, "Everything on it"), (&to_hand_over, "Page to hand over")]);
        }
        let args = HandoutArgs {
            condition: reading.condition.clone(),
            regulators: regulators.clone(),
            ..HandoutArgs::of(Vec::new())
        };
        let all = self.name(&[&["handout"], &place[..]].concat());
        self.add_handout(&all, &self.reader(&args.reading())?, &args)?;
        let reading = Reading { full: false, ..reading };
        let reader = self.reader(&reading)?;
        let listed = self.name(&[&["list"], &place[..]].concat());
        let title = format!("Treatments: {}", setting.words());
        self.add(&listed, &title, "", &list::run(&reader)?);
        self.line("All of them:", &[(&listed, "List"), (&all, "Page to hand over")]);
        self.end();
        Ok(())
    }

    /// The treatments side by side: at a glance, in full, and question by question. Where there are too
    /// many for that, there are no such pages.
    fn side_by_side(&mut self) {
        self.heading("Side by side");
        let reading = Reading { full: true, ..Reading::default() };
        for (name, title, topic, full) in [
            ("compare", "At a glance", None, false),
            (
                "everything",
                "Every question in full: search it for a word with your browser (Ctrl+F)",
                Some("all"),
                true,
            ),
        ] {
            let reading = Reading { full, ..reading.clone() };
            let topics: Vec<String> = topic.iter().map(|it| (*it).to_owned()).collect();
            if let Some(page) = self.compared(&[name], title, topics, &reading) {
                self.line("", &[(&page, title)]);
            }
        }
        let args = evidence::EvidenceArgs {
            treatments: Vec::new(),
            reading: Reading::default(),
            exact: false,
            all_arms: false,
            all_analyses: false,
            icons: true,
        };
        let found = self.reader(&args.reading).and_then(|reader| evidence::run(&reader, &args));
        if let Ok(answer) = found {
            let (page, title) = (self.name(&["evidence"]), "Benefits and harms out of 100 people");
            self.add(&page, title, "", &answer);
            self.line("", &[(&page, title)]);
        }
        self.end();
        self.heading("Question by question");
        for group in &self.dataset.groups {
            let mut links = Vec::new();
            for topic in self.dataset.topics.iter().filter(|it| it.group == group.id) {
                let topics = vec![topic.path()];
                let page = self.compared(&["topic", &topic.path()], &topic.label, topics, &reading);
                links.extend(page.map(|page| (page, topic.label.to_string())));
            }
            let links: Vec<(&str, &str)> =
                links.iter().map(|(page, label)| (page.as_str(), label.as_str())).collect();
            if !links.is_empty() {
                self.line(&format!("{}:", group.label), &links);
            }
        }
        self.end();
    }

    fn compared(
        &mut self,
        name: &[&str],
        title: &str,
        topics: Vec<String>,
        reading: &Reading,
    ) -> Option<String> {
        let reader = self.reader(reading).ok()?;
        let args = compare::CompareArgs::of(Vec::new(), topics, reading);
        let answer = compare::run(&reader, &args).ok()?;
        let page = self.name(name);
        self.add(&page, title, "", &answer);
        Some(page)
    }

    /// Conditions, classes and words.
    fn background(&mut self) -> Result<(), Failure> {
        let reading = Reading { full: true, ..Reading::default() };
        self.heading("Conditions, classes and words");
        for background in &self.dataset.backgrounds {
            let args = about::AboutArgs::of(vec![background.id.to_string()], &reading);
            let reader = self.reader(&reading)?;
            let condition = self.dataset.condition(&background.id);
            let head = linked_data(self.dataset, &background.name, condition, &[], &[]);
            let page = self.name(&["about", &background.id]);
            self.add(&page, &background.name, &head, &about::run(&reader, &args)?);
            self.line("", &[(&page, &background.name)]);
        }
        if !self.dataset.terms.is_empty() {
            let args = about::AboutArgs::of(vec!["glossary".to_owned()], &reading);
            let page = self.name(&["glossary"]);
            self.add(&page, "Glossary", "", &about::run(&self.reader(&reading)?, &args)?);
            self.line("", &[(&page, "Glossary")]);
        }
        self.end();
        Ok(())
    }

    /// What can be asked, whom to call, what everything rests on, and what is not known.
    fn rest(&mut self) -> Result<(), Failure> {
        let reading = Reading::default();
        let reader = self.reader(&reading)?;
        self.heading("More");
        let page = self.name(&["topics"]);
        self.add(
            &page,
            "What can be asked",
            "",
            &topics::run(&reader, &topics::TopicsArgs { group: Vec::new() })?,
        );
        self.line("", &[(&page, "What can be asked")]);
        let clinics: Vec<&Clinic> = self.dataset.clinics.iter().collect();
        if !clinics.is_empty() {
            let page = self.name(&["clinic"]);
            let head = linked_data(self.dataset, "Whom to call", None, &[], &clinics);
            let args = clinic::ClinicArgs { vcard_version: None, reading: Reading::default() };
            self.add(&page, "Whom to call", &head, &clinic::run(&reader, &args)?);
            self.line("", &[(&page, "Whom to call")]);
        }
        let full = Reading { full: true, sources: true, ..Reading::default() };
        let args = sources::SourcesArgs { name: Vec::new(), gaps: false, reading: full.clone() };
        let page = self.name(&["sources"]);
        self.add(&page, "Sources", "", &sources::run(&self.reader(&full)?, &args)?);
        self.line("", &[(&page, "Sources")]);
        let args = sources::SourcesArgs { name: Vec::new(), gaps: true, reading: full.clone() };
        let page = self.name(&["gaps"]);
        self.add(&page, "What is not known", "", &gaps::run(&self.reader(&full)?, &args)?);
        self.line("", &[(&page, "What is not known")]);
        self.end();
        Ok(())
    }

    /// The index, which leads to all of them.
    fn finish(&mut self) {
        let title = self.dataset.header.title.as_str();
        let setting = Setting::find(self.dataset, None, &[]).ok();
        let columns = setting.as_ref().map(|it| it.columns(self.dataset)).unwrap_or_default();
        let condition = setting.map(|it| it.condition);
        let clinics: Vec<&Clinic> = self.dataset.clinics.iter().collect();
        let head = linked_data(self.dataset, title, condition, &columns, &clinics);
        let colophon =
            colophon(self.consulted).iter().map(|it| escape(it).into_owned()).collect::<Vec<_>>();
        let body = format!(
            "<main id=\"main\" tabindex=\"-1\">\n<h1 class=\"whole\">{}</h1>\n{}</main>\n\
             <footer>\n<p class=\"colophon\">{}</p>\n</footer>\n",
            escape(title),
            self.index,
            colophon.join(" · ")
        );
        let page = html::page(&capitalized(title), &body, &format!("{STYLE}{head}"));
        self.pages.push((INDEX.to_owned(), page));
    }
}

/// The way back, on every page.
fn navigation(dataset: &Dataset) -> String {
    format!(
        "<nav class=\"pages\" aria-label=\"All pages\"><a href=\"{INDEX}\">{}</a></nav>\n",
        escape(&format!("All pages: {}", dataset.header.title))
    )
}
