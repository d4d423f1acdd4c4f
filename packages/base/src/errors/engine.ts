/** Errors of the engine domain: what the Docker engine could not or would not do. */
export const engineErrors = {
  ENGINE_UNREACHABLE: {
    message: 'No Docker engine answers at {where} ({reason}).',
    help: 'Start it ("sudo systemctl start docker", or Docker Desktop), or point DOCKER_HOST to a running engine.',
  },
  ENGINE_HUNG_UP: {
    message: 'The Docker engine hung up while it was asked to {action} ({reason}).',
    help: 'Look whether the engine is still running ("docker info"), then try again.',
  },
  ENGINE_TIMEOUT: {
    message: 'The Docker engine at {where} did not answer within {seconds} s when asked to {action}.',
    help: 'Check it with "docker info" and restart it if that hangs as well; the network itself goes on.',
  },
  ENGINE_NO_SPACE: {
    message: 'The Docker engine has no space left to {action}.',
    help: 'Free disk space of the engine, for example with "docker system prune".',
  },
  ENGINE_REFUSED: {
    message: 'The Docker engine refused to {action}: {reason} (HTTP {status}).',
    help: 'See the log of the Docker engine.',
  },
  ENGINE_NO_FREE_SUBNET: {
    message: 'No free /28 subnet is left in {pool} for the network of a worker slot.',
    help: 'Remove unused Docker networks with "docker network prune".',
  },
  NO_CONTAINER_ADDRESS: {
    message: 'There is no address of a container to listen at: {reason}.',
    help: 'Leave "--in-container" away: outside of containers a network listens on loopback alone, and no other address can be given.',
  },
  PORT_PUBLISHED: {
    message: 'Port {port} of this container is published as {where}.',
    help: 'Publish it as 127.0.0.1:{port}:{port}: no other machine may reach it, and it is the address clients are told.',
  },
  IMAGE_NOT_FOUND: {
    message: 'Image "{image}" is not in the Docker engine.',
    help: 'Build it or pull it first; "docker images" lists what is there.',
  },
  IMAGE_PULL_FAILED: {
    message: 'Image "{image}" can not be pulled: {reason}.',
    help: 'Check the name, or build the image locally: images of the local engine are used without a registry.',
  },
  IMAGE_BUILD_FAILED: {
    message: 'Image "{image}" can not be built: {reason}.',
    help: 'Mend the Dockerfile or its build context.',
  },
  COMMAND_NOT_STARTED: {
    message: 'The command of image "{image}" can not be started: {reason}.',
    help: "Check the image's ENTRYPOINT and CMD and the arguments of the task.",
  },
} as const
