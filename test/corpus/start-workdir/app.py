import json, os, sys

open('/iexec_out/result.txt', 'w').write(os.getcwd())
json.dump({'deterministic-output-path': '/iexec_out/result.txt'}, open('/iexec_out/computed.json', 'w'))
