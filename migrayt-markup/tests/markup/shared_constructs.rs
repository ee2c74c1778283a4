//! What a tree can hold, one synthetic document a construct.

use migrayt_core::richtext::{
    Block, Cell, Details, Document, Format, Inline, ItemReference, Link, ListItem, Mark, Marks,
    Media, MediaOrigin, Mention, PanelKind, Row, StatusColor, Table, TaskItem, UnknownNode,
};
use time::macros::date;

const GUID: &str = "0a1b2c3d-0000-4000-8000-00000000000f";
const STORED: &str = "1a1b2c3d-0000-4000-8000-00000000000f";
const ADDRESS: &str = "https://a.example/b";

/// Every construct with its name, in the order of the table.
pub(crate) fn constructs() -> Vec<(&'static str, Document)> {
    let mut all = blocks();
    all.extend(tables());
    all.extend(files());
    all.extend(marks().into_iter().map(|(name, line)| (name, vec![Block::Paragraph(line)])));
    all.extend(pieces().into_iter().map(|(name, line)| (name, vec![Block::Paragraph(line)])));
    all.extend(looks());
    all.into_iter().map(|(name, blocks)| (name, Document::from(blocks))).collect()
}

type Blocks = Vec<(&'static str, Vec<Block>)>;
type Lines = Vec<(&'static str, Vec<Inline>)>;

fn blocks() -> Blocks {
    let code = |language: &str| {
        vec![Block::Code { language: Some(language.to_owned()), text: "let a;\nb".into() }]
    };
    let panel = |kind, inner| Block::Panel { kind, blocks: vec![inner] };
    let five =
        [PanelKind::Info, PanelKind::Note, PanelKind::Tip, PanelKind::Warning, PanelKind::Error];
    let expand = || Block::Expand { title: "more".into(), blocks: vec![word()] };
    let tasks = || Block::TaskList(vec![task(vec![]), task(vec![])]);
    let numbers = |start| vec![Block::OrderedList { start, items: vec![item(vec![word()])] }];
    vec![
        ("paragraphs", vec![word(), Block::plain("c d")]),
        ("empty paragraph between two", vec![word(), Block::Paragraph(vec![]), word()]),
        ("headings of six levels", (1..=6).map(heading).collect()),
        ("heading in a list", listed(heading(2))),
        ("heading in a quotation", vec![Block::Quote(vec![heading(2)])]),
        ("bulleted list", listed(word())),
        ("numbered list from 1", numbers(1)),
        ("numbered list from 3", numbers(3)),
        ("list in a list", vec![Block::BulletList(vec![item(vec![word(), bullets(word())])])]),
        ("item of two paragraphs", vec![Block::BulletList(vec![item(vec![word(), word()])])]),
        ("tasks", vec![tasks()]),
        ("tasks below a task", vec![Block::TaskList(vec![task(vec![task(vec![])])])]),
        ("tasks in a quotation", vec![Block::Quote(vec![tasks()])]),
        ("decisions", vec![Block::DecisionList(vec![task(vec![]), task(vec![])])]),
        ("quotation", vec![Block::Quote(vec![word()])]),
        ("quotation in a quotation", vec![Block::Quote(vec![Block::Quote(vec![word()])])]),
        ("quotation in a list", listed(Block::Quote(vec![word()]))),
        ("code in a language", code("rust")),
        ("code in a language of two words", code("visual basic")),
        ("code in a list", listed(code("rust").remove(0))),
        ("panel: info, note, tip, warning, error", five.map(|it| panel(it, word())).to_vec()),
        ("panel: success", vec![panel(PanelKind::Success, word())]),
        ("panel in a panel", vec![panel(PanelKind::Info, panel(PanelKind::Note, word()))]),
        ("panel in a list", listed(panel(PanelKind::Info, word()))),
        ("expand", vec![expand()]),
        ("expand in a list", listed(expand())),
        ("rule", vec![word(), Block::Rule, word()]),
        ("rule in a list", vec![Block::BulletList(vec![item(vec![word(), Block::Rule, word()])])]),
        ("section", vec![Block::Section(vec![word()])]),
        ("unknown node of another format", vec![Block::Unknown(unknown())]),
    ]
}

fn tables() -> Blocks {
    let cell = |heading| Cell::new(heading, vec![word()]);
    let table = |rows: Vec<Vec<Cell>>| {
        Block::Table(Table::from(rows.into_iter().map(Row::from).collect::<Vec<_>>()))
    };
    let headed = |inner: Cell| table(vec![vec![cell(true), cell(true)], vec![inner, cell(false)]]);
    let simple = || headed(cell(false));
    let spanned = Cell { columns: 2, ..cell(true) };
    let tall = |rows| Cell { rows, ..cell(false) };
    let red = Cell { background: Some([255, 0, 16]), ..cell(false) };
    vec![
        ("table below a row of headings", vec![simple()]),
        ("table without headings", vec![table(vec![vec![cell(false), cell(false)]])]),
        ("table with a column of headings", vec![table(vec![vec![cell(true), cell(false)]])]),
        ("cell over two columns", vec![table(vec![vec![spanned], vec![cell(false), cell(false)]])]),
        ("cell over two rows", vec![table(vec![vec![tall(2), cell(false)], vec![cell(false)]])]),
        ("cell that reaches below its table", vec![table(vec![vec![tall(3), cell(false)]])]),
        ("cell with a colour", vec![headed(red)]),
        ("list in a cell", vec![headed(Cell::new(false, vec![bullets(word())]))]),
        ("table in a list", listed(simple())),
        ("table in a quotation", vec![Block::Quote(vec![simple()])]),
        ("table in a table", vec![headed(Cell::new(false, vec![simple()]))]),
    ]
}

fn files() -> Blocks {
    let alone = |file| vec![Block::Media(vec![file])];
    let inside = |file| {
        vec![Block::Paragraph(vec![Inline::plain("a "), Inline::Media(file), Inline::plain(" b")])]
    };
    let caption = vec![Inline::plain("shown below")];
    let stored = || MediaOrigin::Stored { id: STORED.into(), collection: String::new() };
    let sized = Media { width: Some(300), height: Some(200), ..picture() };
    let embedded = MediaOrigin::External("data:image/png;base64,AAAA".into());
    let of = |origin| Media { origin, ..picture() };
    vec![
        ("picture at an address", alone(picture())),
        ("picture with a size", alone(sized)),
        ("picture with a caption", alone(Media { caption, ..picture() })),
        ("picture that is a link", alone(Media { link: Some(ADDRESS.into()), ..picture() })),
        ("picture in a line", inside(picture())),
        ("pictures in a group", vec![Block::Media(vec![picture(), picture()])]),
        ("attachment of the source", alone(of(MediaOrigin::Attachment(STORED.into())))),
        ("attachment by its name", alone(of(MediaOrigin::Named("shot.png".into())))),
        ("file stored in Jira", alone(of(stored()))),
        ("file stored in Jira, in a line", inside(of(stored()))),
        ("picture whose bytes are in the text", alone(of(embedded))),
    ]
}

fn marks() -> Lines {
    let all = |marks: &[Mark]| marks.iter().fold(Marks::default(), |all, mark| all.with(*mark));
    let simple = |marks: &[Mark]| marked(all(marks));
    let link = |href: &str| Marks::default().linked(Link::to(href));
    let titled = Link { title: Some("tip".into()), ..Link::to(ADDRESS) };
    let mut color = Marks::default();
    color.color = Some([255, 0, 16]);
    let mut background = Marks::default();
    background.background = Some([255, 0, 16]);
    vec![
        ("strong", simple(&[Mark::Strong])),
        ("emphasis", simple(&[Mark::Emphasis])),
        ("strike", simple(&[Mark::Strike])),
        ("strong, emphasis and strike", simple(&[Mark::Strong, Mark::Emphasis, Mark::Strike])),
        ("underline", simple(&[Mark::Underline])),
        ("subscript", simple(&[Mark::Subscript])),
        ("superscript", simple(&[Mark::Superscript])),
        ("subscript and superscript", simple(&[Mark::Subscript, Mark::Superscript])),
        ("code in a line", simple(&[Mark::Code])),
        ("strong code in a line", simple(&[Mark::Code, Mark::Strong])),
        ("colour", marked(color)),
        ("background", marked(background)),
        ("link", marked(link(ADDRESS))),
        ("link with a tool tip", marked(Marks::default().linked(titled))),
        ("strong link", marked(link(ADDRESS).with(Mark::Strong))),
        ("underlined link", marked(link(ADDRESS).with(Mark::Underline))),
        ("link to another place of the source", marked(link("/wiki/7"))),
        ("link that runs code", marked(link("javascript:x()"))),
    ]
}

fn pieces() -> Lines {
    let mention = |resolved| {
        vec![Inline::Mention(Mention { person: GUID.into(), name: "Ann".into(), resolved })]
    };
    let reference = |item: &str, text: &str, href: Option<&str>| {
        let href = href.map(Into::into);
        vec![Inline::Item(ItemReference { item: item.into(), text: text.into(), href })]
    };
    let work_item = "https://dev.azure.com/o/p/_workitems/edit/17";
    let issue = "https://a.example/browse/PROJ-17";
    let emoji = Inline::Emoji { short_name: ":smile:".to_owned(), text: "\u{1f604}".into() };
    vec![
        ("break in a line", vec![Inline::plain("a"), Inline::Break, Inline::plain("b")]),
        ("several spaces", vec![Inline::plain("a   b")]),
        ("mention, resolved to a GUID", mention(true)),
        ("mention, not resolved", mention(false)),
        ("reference to `#17`, no address", reference("17", "#17", None)),
        ("reference to `#17` in Azure DevOps", reference("17", "#17", Some(work_item))),
        ("reference to `PROJ-17`, no address", reference("PROJ-17", "PROJ-17", None)),
        ("reference to `PROJ-17` in Jira", reference("PROJ-17", "PROJ-17", Some(issue))),
        ("status", vec![Inline::Status { text: "Done".into(), color: StatusColor::Green }]),
        ("date", vec![Inline::Date(date!(2024 - 01 - 31))]),
        ("emoji", vec![emoji]),
        ("unknown piece of another format", vec![Inline::Unknown(unknown())]),
    ]
}

/// What only one format says of a node.
fn looks() -> Blocks {
    let of = |format, raw: &str| Details { format, raw: raw.into() };
    let beyond = |details, block| vec![Block::Detailed { details, block: Box::new(block) }];
    let rows = vec![Row::from(vec![Cell::new(false, vec![word()])])];
    let wide = of(Format::Adf, "{\"attrs\":{\"layout\":\"wide\"}}");
    let table = Block::Table(Table { details: Some(wide), ..Table::from(rows) });
    let id = of(Format::Adf, "{\"attrs\":{\"localId\":\"p\"}}");
    let panel = Block::Panel { kind: PanelKind::Info, blocks: vec![word()] };
    vec![
        ("paragraph that HTML centres", beyond(of(Format::Html, "text-align:center"), word())),
        ("table of a layout in ADF", vec![table]),
        ("paragraph with an id in ADF", beyond(id, word())),
        (
            "panel with a border in wiki markup",
            beyond(of(Format::Wiki, "borderStyle=dashed"), panel),
        ),
    ]
}

fn word() -> Block {
    Block::plain("a b")
}

fn heading(level: u8) -> Block {
    Block::Heading { level, inlines: vec![Inline::plain("a b")] }
}

fn item(blocks: Vec<Block>) -> ListItem {
    ListItem::from(blocks)
}

fn bullets(block: Block) -> Block {
    Block::BulletList(vec![item(vec![block])])
}

fn listed(block: Block) -> Vec<Block> {
    vec![bullets(block)]
}

fn task(children: Vec<TaskItem>) -> TaskItem {
    TaskItem { done: true, inlines: vec![Inline::plain("a b")], children, details: None }
}

fn marked(marks: Marks) -> Vec<Inline> {
    vec![Inline::plain("a "), Inline::marked("b", marks), Inline::plain(" c")]
}

fn unknown() -> UnknownNode {
    UnknownNode { format: Format::Wiki, raw: "{x}".into(), text: "its words".into() }
}

fn picture() -> Media {
    Media {
        origin: MediaOrigin::External("https://a.example/b.png".into()),
        alt: "shot".into(),
        width: None,
        height: None,
        link: None,
        caption: Vec::new(),
        details: None,
    }
}
