use migrayt_core::richtext::Document;

use crate::loss::Loss;

/// What a reader made of a text.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The text as a tree; blocks are nested less than 48 deep.
    pub document: Document,
    /// What the tree does not hold, in reading order.
    pub losses: Vec<Loss>,
}

/// What a writer made of a tree.
#[derive(Clone, Debug, Default)]
pub struct Writing<T> {
    /// The text in the target's form.
    pub value: T,
    /// What the form does not hold, in reading order.
    pub losses: Vec<Loss>,
}
