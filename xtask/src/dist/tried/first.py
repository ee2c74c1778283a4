import migrayt

with migrayt.Engine() as engine:
    found = engine.run("convert", **{"from": "html", "to": "markdown", "text": "<b>b</b>"})
assert found["text"] == "**b**", found
