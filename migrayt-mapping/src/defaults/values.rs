/// The usual counterparts of an allowed value, the likeliest first: priorities by number and by
/// name, and the words for yes and no.
pub fn values(source: &str) -> &'static [&'static str] {
    match source.to_lowercase().as_str() {
        "1" | "highest" | "blocker" => &["Highest", "Blocker", "1"],
        "critical" => &["Highest", "Critical", "1", "1 - Critical"],
        "2" | "high" | "major" => &["High", "Major", "2", "2 - High"],
        "3" | "medium" | "normal" => &["Medium", "Normal", "3", "3 - Medium"],
        "4" | "low" | "minor" => &["Low", "Minor", "4", "4 - Low"],
        "lowest" | "trivial" => &["Lowest", "Trivial", "Low", "4", "4 - Low"],
        "true" => &["Yes", "True"],
        "false" => &["No", "False"],
        "yes" => &["True"],
        "no" => &["False"],
        _ => &[],
    }
}
