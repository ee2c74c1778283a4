namespace Migrayt
{
    /// <summary>What an event is. The numbers are those of the header and never change.</summary>
    public enum EventKind
    {
        /// <summary>How far the run has come.</summary>
        Progress = 1,

        /// <summary>A question to the host, to be answered by its number.</summary>
        Request = 2,

        /// <summary>The run stands otherwise than before: it is ready, paused or goes on.</summary>
        State = 3,

        /// <summary>A line of the log.</summary>
        Log = 4,

        /// <summary>The result. It is the last event.</summary>
        Result = 5,
    }
}
