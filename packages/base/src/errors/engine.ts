/** Errors of the engine domain: operations that the Docker engine failed or refused. */
export const engineErrors = {
  ENGINE_UNREACHABLE: {
    message: 'No Docker engine responds at {where} ({reason}).',
    help: 'Start it ("sudo systemctl start docker", or Docker Desktop), or point DOCKER_HOST to a running engine.',
  },
  ENGINE_HUNG_UP: {
    message: 'The Docker engine closed the connection when asked to {action} ({reason}).',
    help: 'Check that the engine is running ("docker info"), then try again.',
  },
  ENGINE_TIMEOUT: {
    message:
      'The Docker engine at {where} did not answer within {seconds} s when asked to {action}.',
    help: 'Run "docker info" and restart the engine if that hangs as well. The network keeps running.',
  },
  ENGINE_NO_SPACE: {
    message: 'The Docker engine has no space left to {action}.',
    help: 'Free disk space in the engine, for example with "docker system prune".',
  },
  ENGINE_REFUSED: {
    message: 'The Docker engine refused to {action}: {reason} (HTTP {status}).',
    help: 'Check the log of the Docker engine.',
  },
  ENGINE_NO_FREE_SUBNET: {
    message: 'No free /28 subnet is left in {pool} for the network of a worker slot.',
    help: 'Remove unused Docker networks with "docker network prune".',
  },
  NO_CONTAINER_ADDRESS: {
    message: 'No container address to listen on: {reason}.',
    help: 'Remove "--in-container": outside containers a network listens on loopback only.',
  },
  PORT_PUBLISHED: {
    message: 'Port {port} of this container is published as {where}.',
    help: 'Publish it as 127.0.0.1:{port}:{port}. Clients are given that address, and no other machine may reach it.',
  },
  IMAGE_NOT_FOUND: {
    message: 'Image "{image}" is not in the Docker engine.',
    help: 'Build it or pull it first; "docker images" lists what is there.',
  },
  IMAGE_PULL_FAILED: {
    message: 'Cannot pull image "{image}": {reason}.',
    help: 'Check the name, or build the image locally; local images need no registry.',
  },
  IMAGE_BUILD_FAILED: {
    message: 'Cannot build image "{image}": {reason}.',
    help: 'Fix the Dockerfile or its build context.',
  },
  COMMAND_NOT_STARTED: {
    message: 'Cannot start the command of image "{image}": {reason}.',
    help: "Check the image's ENTRYPOINT and CMD and the arguments of the task.",
  },
} as const
