import json, os, sys

open('/iexec_out/result.txt', 'w').write(json.dumps([os.environ.get('PREPARED'), *sys.argv[1:]]))
json.dump({'deterministic-output-path': '/iexec_out/result.txt'}, open('/iexec_out/computed.json', 'w'))
