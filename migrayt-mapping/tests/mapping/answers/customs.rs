/// Whether a field is none of Azure DevOps' own.
pub(super) fn is_custom(reference: &str) -> bool {
    !reference.starts_with("System.") && !reference.starts_with("Microsoft.")
}
