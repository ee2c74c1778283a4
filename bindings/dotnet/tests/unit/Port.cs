using System;
using System.Threading;
using System.Threading.Tasks;

namespace Migrayt.Tests
{
    /// <summary>A port that answers every question in one way.</summary>
    internal sealed class Port : IPort
    {
        private readonly Func<Question, CancellationToken, Task<Answer>> answer;

        internal Port(Func<Question, CancellationToken, Task<Answer>> answer)
        {
            this.answer = answer;
        }

        internal static Port Throwing(Exception error)
        {
            return new Port((question, over) => throw error);
        }

        internal static Port Saying(Answer answer)
        {
            return new Port((question, over) => Task.FromResult(answer));
        }

        internal static Port Silent()
        {
            return new Port(async (question, over) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, over);
                return Answer.Nothing;
            });
        }

        public Task<Answer> AnswerAsync(Question question, CancellationToken over)
        {
            return answer(question, over);
        }
    }
}
