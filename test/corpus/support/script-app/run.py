"""Runs the program that its first argument holds as base64; the program sees the arguments after it."""
import base64, json, os, secrets, sys, time  # noqa: F401 (for programs)

OUT = '/iexec_out/'


def put(name, content, folder=OUT):
    """Writes a file of the output; its name may be bytes."""
    path = folder.encode() + name if isinstance(name, bytes) else folder + name
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'wb') as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def computed(**members):
    """Writes computed.json; underscores in names stand for dashes."""
    put('computed.json', json.dumps({name.replace('_', '-'): value for name, value in members.items()}))


def result(content='ok', path='/iexec_out/result.txt'):
    """Writes result.txt, and names it, or another path, as the result."""
    put('result.txt', content)
    computed(deterministic_output_path=path)


program = base64.b64decode(sys.argv[1]).decode()
del sys.argv[1]
exec(program)
