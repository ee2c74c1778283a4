//! Representative bodies, whole: the document and what it lost.

use migrayt_markup::{Reading, adf, html, markdown};
use serde_json::{Value, json};

use crate::schema::assert_valid;

fn shape(reading: &Reading) -> Value {
    let writing = adf::write(&reading.document);
    assert_valid(&writing.value, "snapshot");
    json!({
        "document": writing.value,
        "lost in reading": reading.losses,
        "lost in writing": writing.losses,
    })
}

#[test]
fn a_body_of_azure_devops() {
    let body = "<div style='font-family:Segoe UI'>As a <b>buyer</b> I want <span \
        style='color:#c00000;text-decoration:underline'>this</span>.</div><div><br></div>\
        <h2>Acceptance</h2><ol><li>One<ul><li>Deeper</li></ul></li><li>Two &amp; three</li></ol>\
        <div>See <a href='https://dev.azure.com/f/Shop/_workitems/edit/17'>#17</a>, ask \
        <a href='#' data-vss-mention='version:2.0,0a1b2c3d-0000-4000-8000-00000000000f'>@Ann</a>\
        &nbsp;or <a href='https://a.example/x' title='tip'>the <i>page</i></a>.</div>\
        <div><img src='https://dev.azure.com/f/_apis/wit/attachments/\
        0a1b2c3d-0000-4000-8000-00000000000f?fileName=shot.png' alt=Image></div>\
        <blockquote><h3>Said</h3>words<hr></blockquote><pre><code>let a = 1;\nb();</code></pre>";
    insta::assert_json_snapshot!(shape(&html::read(body)));
}

#[test]
fn tables_with_all_that_stands_in_them() {
    let body = "<table><caption>Prices</caption><thead><tr><th colspan=2>Name</th></tr></thead>\
        <tbody><tr><td rowspan=2 style='background-color:#eeeeee'><ul><li>a</li></ul></td>\
        <td><table><tr><td>inner</td></tr></table></td></tr><tr><td><h4>b</h4><hr></td></tr></tbody>\
        </table>";
    insta::assert_json_snapshot!(shape(&html::read(body)));
}

#[test]
fn a_mail_from_outlook() {
    let body = "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><style><!--\n\
        p.MsoNormal {margin:0cm}\n--></style></head><body lang=EN-US><div class=WordSection1>\
        <p class=MsoNormal><span style='font-size:11.0pt;color:#1F497D'>Hello,<o:p></o:p></span></p>\
        <p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoListParagraph \
        style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span \
        style='mso-list:Ignore'>1.<span style='font:7.0pt \"Times New Roman\"'>&nbsp; </span></span>\
        <![endif]>First<o:p></o:p></p><p class=MsoListParagraph style='mso-list:l0 level2 lfo1'>\
        <span style='mso-list:Ignore'>a.</span>Second</p><div style='border:none;border-top:solid \
        #B5C4DF 1.0pt'><p class=MsoNormal><b>From:</b> A <a href='mailto:a@b.example'>a@b.example</a>\
        <br><b>Sent:</b> today</p></div></div><img src='cid:image001.png@01D0' alt=logo></body></html>";
    insta::assert_json_snapshot!(shape(&html::read(body)));
}

#[test]
fn a_text_in_markdown() {
    let text = "# Title\n\nA *b* **c** ~~d~~ `e` [f](https://a.example \"g\") #12 and\nmore  \nlines\n\n\
        - [x] done\n- [ ] open\n\n3. three\n   > quoted\n4. four\n\n| a | b |\n|---|---|\n| 1 | <b>2</b> |\n\n\
        ```rust\nfn x() {}\n```\n\n![shot](https://a.example/b.png)\n\n<details><summary>More</summary>\n\n\
        inside\n\n</details>\n\n<script>no()</script>\n\n---\nend";
    insta::assert_json_snapshot!(shape(&markdown::read(text)));
}
