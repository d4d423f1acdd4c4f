// Ends with code 0 when a Docker engine answers at the socket the simulator will use. Plain
// JavaScript, for any Node.js.
import { request } from 'node:http'

const socketPath = (process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock').replace(
  /^unix:\/\//,
  '',
)
const call = request(
  { socketPath, path: '/_ping', headers: { host: 'docker' }, timeout: 10_000 },
  (response) => {
    process.exit(response.statusCode === 200 ? 0 : 1)
  },
)
call.on('timeout', () => process.exit(1))
call.on('error', () => process.exit(1))
call.end()
