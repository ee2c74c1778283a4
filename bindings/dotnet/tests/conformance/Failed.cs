using System;

namespace Migrayt.Conformance
{
    /// <summary>A step did not do what it says.</summary>
    internal sealed class Failed : Exception
    {
        internal Failed(string why) : base(why)
        {
        }
    }
}
