//! Rules on conditions and classes.

use super::Checker;
use super::names::Name;

impl Checker<'_> {
    pub(super) fn backgrounds(&mut self) {
        for background in &self.dataset.backgrounds {
            let name = |id| Name::id(background.piece, id);
            self.unique(background.sections.iter().map(|it| name(&it.id)), "section");
            self.unique(background.options.iter().map(|it| name(&it.id)), "option");
            self.renamed(background.piece, &background.words);
            let sections = background.sections.iter().map(|it| (&it.id, &it.statements));
            let options = background.options.iter().map(|it| (&it.id, &it.statements));
            for (id, statements) in sections.chain(options) {
                if statements.is_empty() {
                    self.silence(id.span(), &format!("`{id}` says nothing"));
                }
            }
        }
    }
}
