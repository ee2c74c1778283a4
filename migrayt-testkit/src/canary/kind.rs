use std::fmt;

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal,)+) => {
        /// What a canary stands for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Kind {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The name in hits.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }
        }
    };
}

kinds! {
    /// An item's title.
    Title = "title",
    /// An item's main text.
    Description = "description",
    /// A custom field's value.
    FieldValue = "field_value",
    /// A custom formatted text.
    RichText = "rich_text",
    /// A tag or label.
    Tag = "tag",
    /// A comment's words.
    Comment = "comment",
    /// A file's name.
    FileName = "file_name",
    /// A file's bytes.
    FileBytes = "file_bytes",
    /// What stands beside a file or a link.
    Note = "note",
    /// Where a link leads.
    Address = "address",
    /// A person's name.
    PersonName = "person_name",
    /// A person's e-mail address.
    PersonEmail = "person_email",
    /// The credential of the source.
    SourceToken = "source_token",
    /// The credential of the target.
    TargetToken = "target_token",
}

impl Kind {
    /// Whether it is a secret of ours and not content of an item.
    pub fn is_secret(self) -> bool {
        matches!(self, Self::SourceToken | Self::TargetToken)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
