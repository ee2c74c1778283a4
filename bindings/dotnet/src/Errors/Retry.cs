namespace Migrayt
{
    /// <summary>Whether asking again can help.</summary>
    public enum Retry
    {
        /// <summary>It cannot.</summary>
        Never = 0,

        /// <summary>It can, after a pause that grows.</summary>
        Backoff = 1,

        /// <summary>It can, after the pause that the remote asked for.</summary>
        After = 2,
    }
}
