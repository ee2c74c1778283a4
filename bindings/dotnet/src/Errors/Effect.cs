namespace Migrayt
{
    /// <summary>Whether what failed may have happened all the same.</summary>
    public enum Effect
    {
        /// <summary>It certainly did not.</summary>
        None = 0,

        /// <summary>Perhaps it did.</summary>
        Unknown = 1,
    }
}
