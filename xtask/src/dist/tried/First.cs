using Migrayt;
using Newtonsoft.Json.Linq;

public static class First
{
    public static int Main()
    {
        using (var engine = new Engine())
        {
            var job = JObject.Parse("{job: 'convert', from: 'html', to: 'markdown', text: '<b>b</b>'}");
            return (string)engine.DoAsync(job).GetAwaiter().GetResult()["text"] == "**b**" ? 0 : 1;
        }
    }
}
