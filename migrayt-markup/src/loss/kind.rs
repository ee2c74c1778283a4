use migrayt_core::plan::LossKind as InPlan;
use serde::Serialize;

use super::Fidelity;

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal => $plan:ident, $fidelity:ident;)+) => {
        /// What of a text is lost, as a closed list with stable codes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[non_exhaustive]
        pub enum LossKind {
            $($(#[doc = $doc])+ #[serde(rename = $code)] $name,)+
        }

        impl LossKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code at rest, in `snake_case`.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// How much of it is left.
            pub fn fidelity(self) -> Fidelity {
                match self { $(Self::$name => Fidelity::$fidelity),+ }
            }

            /// The kind under which a plan and a ledger count it.
            pub fn in_plan(self) -> InPlan {
                match self { $(Self::$name => InPlan::$plan),+ }
            }
        }
    };
}

kinds! {
    /// Fonts, sizes, margins and the like; counted in one row.
    Appearance = "appearance" => TextAppearance, Dropped;
    /// A colour in a notation that is not known.
    Color = "color" => TextColor, Dropped;
    /// A script.
    DroppedScript = "dropped_script" => TextScript, Dropped;
    /// A style sheet.
    DroppedStyle = "dropped_style" => TextScript, Dropped;
    /// An event handler.
    DroppedHandler = "dropped_handler" => TextScript, Dropped;
    /// A frame, an object or a player; words inside it are kept.
    DroppedEmbed = "dropped_embed" => TextUnknown, Dropped;
    /// A form's field; its words are kept, what was typed into it is not.
    FormControl = "form_control" => TextUnknown, Dropped;
    /// A link that runs code; its words are kept.
    UnsafeLink = "unsafe_link" => TextUnsafeLink, Dropped;
    /// A link that is relative, longer than 8,192 bytes, or of a kind that other trackers do not
    /// open; its words are kept.
    LinkNotCarried = "link_not_carried" => TextUnsafeLink, Dropped;
    /// A link inside preformatted code; its words are kept.
    LinkInCode = "link_in_code" => TextStructure, Dropped;
    /// A picture whose bytes stand in the text; its name is kept.
    ImageEmbedded = "image_embedded" => TextImage, Dropped;
    /// A picture at an address that only the writer's machine knew; its name is kept.
    ImageUnreachable = "image_unreachable" => TextImage, Dropped;
    /// A picture that stays where it is, shown by its address.
    ImageByLink = "image_by_link" => TextImage, Approximated;
    /// A picture that is an attachment and is not yet known to the target; its name stands in
    /// its place.
    ImagePending = "image_pending" => TextImage, Approximated;
    /// A person spoken to, written as plain text.
    MentionAsText = "mention_as_text" => TextMention, Approximated;
    /// A text longer than the target takes: it is attached whole, and a pointer stands in its place.
    MovedToAttachment = "moved_to_attachment" => TextMoved, Approximated;
    /// A reference to a work item, written as its words.
    ItemAsText = "item_as_text" => TextReference, Approximated;
    /// A coloured word of a status, written as a strong one.
    StatusAsText = "status_as_text" => TextAppearance, Approximated;
    /// A date, written as `2024-01-31`.
    DateAsText = "date_as_text" => TextAppearance, Approximated;
    /// A panel of a colour that the form does not have, written as the nearest one.
    PanelColor = "panel_color" => TextColor, Approximated;
    /// A picture's caption, written as a paragraph below it.
    CaptionFlattened = "caption_flattened" => TextStructure, Approximated;
    /// An empty line that was a paragraph.
    EmptyParagraph = "empty_paragraph" => TextAppearance, Dropped;
    /// A table inside a table; its cells follow one another.
    NestedTableFlattened = "nested_table_flattened" => TextNestedTable, Approximated;
    /// A table that was moved out of a list, quotation or panel, to stand behind it.
    TableLifted = "table_lifted" => TextStructure, Approximated;
    /// A cell that spanned more rows than its table has.
    TableSpan = "table_span" => TextStructure, Approximated;
    /// Nesting beyond what is carried; the words stand in the innermost block that is.
    Depth = "depth" => TextStructure, Approximated;
    /// A heading where none may stand, written as a strong paragraph.
    HeadingFlattened = "heading_flattened" => TextStructure, Approximated;
    /// A quotation where none may stand; its blocks stand for themselves.
    QuoteFlattened = "quote_flattened" => TextStructure, Approximated;
    /// A panel where none may stand; its blocks stand for themselves.
    PanelFlattened = "panel_flattened" => TextStructure, Approximated;
    /// A part that opens and closes where none may stand; its title is a strong paragraph.
    ExpandFlattened = "expand_flattened" => TextStructure, Approximated;
    /// A list of tasks or decisions where none may stand, written as a bulleted list.
    TasksFlattened = "tasks_flattened" => TextStructure, Approximated;
    /// Code that holds the marks at its own end, written as monospaced lines.
    CodeAsText = "code_as_text" => TextStructure, Approximated;
    /// A horizontal line where none may stand.
    RuleDropped = "rule_dropped" => TextStructure, Dropped;
    /// Marks that exclude one another; the words keep the first of them.
    MarkCombination = "mark_combination" => TextAppearance, Approximated;
    /// An attribute or mark that no version of the format that we know has; the rest is kept.
    Attribute = "attribute" => TextUnknown, Dropped;
    /// An element that the reader does not know; its words are kept.
    UnknownElement = "unknown_element" => TextUnknown, Approximated;
    /// A node of another format, written by its words.
    UnknownNode = "unknown_node" => TextUnknown, Approximated;
}
