using System;
using System.Threading.Tasks;

namespace Migrayt.Tests
{
    /// <summary>What a test demands.</summary>
    internal static class Check
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

        internal static void That(bool holds, string what)
        {
            if (!holds)
            {
                throw new InvalidOperationException(what);
            }
        }

        internal static void Same<T>(T expected, T found, string what = "value")
        {
            That(Equals(expected, found), string.Format("{0}: expected {1}, found {2}", what, expected, found));
        }

        /// <summary>Exactly this class of exception, which is given back.</summary>
        internal static T Throws<T>(Action act) where T : Exception
        {
            try
            {
                act();
            }
            catch (Exception error) when (error.GetType() == typeof(T))
            {
                return (T)error;
            }
            throw new InvalidOperationException("there was no " + typeof(T).Name);
        }

        /// <summary>The same of something that goes on; one that never ends fails.</summary>
        internal static T Throws<T>(Task task) where T : Exception
        {
            return Throws<T>(() => End(task));
        }

        internal static T End<T>(Task<T> task)
        {
            End((Task)task);
            return task.Result;
        }

        internal static void End(Task task)
        {
            That(Task.WhenAny(task, Task.Delay(Patience)).Result == task, "it did not end");
            task.GetAwaiter().GetResult();
        }
    }
}
