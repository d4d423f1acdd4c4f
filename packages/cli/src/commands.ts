import type { CommandEntry } from './command-entry.ts'

/**
 * The commands by name, in the order the help shows them. Loading one alone keeps the others'
 * libraries out of its start.
 */
export const commands: Record<string, CommandEntry> = {
  up: {
    description: 'start the network',
    usage: '[options]',
    load: async () => (await import('./commands/network/up.ts')).upCommand(),
  },
  down: {
    description: 'stop the network; its state stays in the folder',
    usage: '[options]',
    load: async () => (await import('./commands/network/down.ts')).downCommand(),
  },
  status: {
    description: 'show what runs and where',
    usage: '[options]',
    load: async () => (await import('./commands/network/status.ts')).statusCommand(),
  },
  logs: {
    description: 'show what the services logged',
    usage: '[options] [service]',
    load: async () => (await import('./commands/logs/logs.ts')).logsCommand(),
  },
  open: {
    description: 'open the explorer, the network as a page, with the right to control it',
    usage: '[options]',
    load: async () => (await import('./commands/network/open.ts')).openCommand(),
  },
  run: {
    description: 'run a local image as an app and fetch its result',
    usage: '[options] <image>',
    load: async () => (await import('./commands/task/run.ts')).runCommand(),
  },
  secret: {
    description: 'requester secrets, and a ledger of where secrets went',
    load: async () => (await import('./commands/secret/secret.ts')).secretCommand(),
  },
  app: {
    description: 'apps',
    load: async () => (await import('./commands/app/app.ts')).appCommand(),
  },
  task: {
    description: 'tasks',
    load: async () => (await import('./commands/task/task.ts')).taskCommand(),
  },
  config: {
    description: 'write the chain.json that leads the official iexec client to this network',
    usage: '[options]',
    load: async () => (await import('./commands/client/config.ts')).configCommand(),
  },
  name: {
    description: 'names that clients look up: of apps in compass, of any address in ENS',
    load: async () => (await import('./commands/name/name.ts')).nameCommand(),
  },
  accounts: {
    description: 'list the development accounts, their keys and what they own',
    usage: '[options]',
    load: async () => (await import('./commands/wallet/accounts.ts')).accountsCommand(),
  },
  faucet: {
    description: 'give a wallet RLC, and ether where transactions cost some',
    usage: '[options] <address>',
    load: async () => (await import('./commands/wallet/faucet.ts')).faucetCommand(),
  },
  exec: {
    description:
      'start a fresh network, run a command that finds it in its environment, stop it again',
    usage: '[options] <command...>',
    load: async () => (await import('./commands/network/exec.ts')).execCommand(),
  },
  env: {
    description: "print the variables that lead iExec's official hosts to this network",
    usage: '[options]',
    load: async () => (await import('./commands/hosts/env.ts')).envCommand(),
  },
  proxy: {
    description: "lead iExec's official hosts to this network for browsers and all other programs",
    usage: '[options]',
    load: async () => (await import('./commands/hosts/proxy.ts')).proxyCommand(),
  },
  migrate: {
    description: 'from scone and gramine on bellecour to tdx on Arbitrum',
    load: async () => (await import('./commands/migrate/migrate.ts')).migrateCommand(),
  },
  time: {
    description: "the network's clock",
    load: async () => (await import('./commands/time/time.ts')).timeCommand(),
  },
  snapshot: {
    description: 'the whole network as it was at a moment',
    load: async () => (await import('./commands/snapshot/snapshot.ts')).snapshotCommand(),
  },
  'check-determinism': {
    description: 'run an app several times and say where its results differ',
    usage: '[options] <image>',
    load: async () =>
      (await import('./commands/task/check-determinism.ts')).checkDeterminismCommand(),
  },
  matrix: {
    description:
      'run an app under every combination of frameworks, client majors, images, protocols and faults',
    usage: '[options] <file>',
    load: async () => (await import('./commands/matrix/matrix.ts')).matrixCommand(),
  },
  bundle: {
    description: 'what was kept of a cell of a matrix that failed',
    load: async () => (await import('./commands/matrix/matrix.ts')).bundleCommand(),
  },
  misbehave: {
    description: 'workers and a scheduler that misbehave on purpose',
    load: async () => (await import('./commands/fault/misbehave.ts')).misbehaveCommand(),
  },
  fault: {
    description: 'services, the chain, stages of tasks and clocks that fail on purpose',
    load: async () => (await import('./commands/fault/fault.ts')).faultCommand(),
  },
  'stand-in': {
    description: 'stand-ins of outside hosts, and what tasks sent to them',
    load: async () => (await import('./commands/stand-in/stand-in.ts')).standInCommand(),
  },
  lab: {
    description: 'run the scenarios of the protocol on one source of contracts, or compare two',
    load: async () => (await import('./commands/lab/lab.ts')).labCommand(),
  },
  docs: {
    description: 'open the documentation in the browser',
    usage: '[options]',
    load: async () => (await import('./commands/docs/docs.ts')).docsCommand(),
  },
  doctor: {
    description: 'check that this machine has what the simulator needs',
    usage: '[options]',
    load: async () => (await import('./commands/network/doctor.ts')).doctorCommand(),
  },
  completion: {
    description: 'print a script that makes a shell complete commands, options and their values',
    usage: '<shell>',
    load: async () => (await import('./commands/completion/completion.ts')).completionCommand(),
  },
  complete: {
    description: 'what may follow words on the command line',
    isHidden: true,
    load: async () =>
      (await import('./commands/completion/completion.ts')).completeCommand(commands),
  },
}
