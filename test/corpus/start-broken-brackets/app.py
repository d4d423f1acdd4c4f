import json, os, sys

open('/iexec_out/result.txt', 'w').write(json.dumps(sys.argv[1:]))
json.dump({'deterministic-output-path': '/iexec_out/result.txt'}, open('/iexec_out/computed.json', 'w'))
