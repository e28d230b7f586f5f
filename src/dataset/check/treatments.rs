//! Rules on treatments: the columns of the table, as far as they are the same for every use.

use std::collections::HashSet;

use super::Checker;
use super::statements::Column;
use crate::dataset::model::{Scope, Treatment};

impl<'a> Checker<'a> {
    pub(super) fn treatment(&mut self, treatment: &'a Treatment) {
        self.piece = treatment.piece;
        let own: Vec<_> =
            self.indications.get(treatment.id.as_str()).into_iter().flatten().collect();
        // What no indication leaves open has to be answered here.
        let otherwise = own.iter().map(|it| it.otherwise.as_ref()).collect::<Option<Vec<_>>>();
        let mut regulators: Vec<&str> = own.iter().map(|it| it.regulator.as_str()).collect();
        regulators.dedup();
        // What holds everywhere is shown even where there is no indication.
        let default = self.dataset.header.regulator.as_str();
        if !regulators.contains(&default) {
            regulators.push(default);
        }
        self.cells(&Column {
            scope: Scope::Treatment,
            name: treatment.id.to_string(),
            place: treatment.id.span(),
            treatment: Some(treatment),
            condition: None,
            regulators,
            glance: &treatment.glance,
            answers: &treatment.answers,
            otherwise: otherwise.and_then(|it| it.first().copied()),
            figures: HashSet::new(),
        });
    }
}
