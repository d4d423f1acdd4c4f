import getpass, json, os

for folder in ['/iexec_out', os.environ['HOME'], '/tmp']: open(folder + '/written', 'w').write('x')
open('/iexec_out/result.txt', 'w').write(os.environ['HOME'] + ' ' + getpass.getuser())
json.dump({'deterministic-output-path': '/iexec_out/result.txt'}, open('/iexec_out/computed.json', 'w'))
