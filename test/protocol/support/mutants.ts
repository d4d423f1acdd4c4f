import type { Change } from './changed-contracts.ts'

/** A small change of a rule that scenarios have to notice. */
export interface Mutant {
  readonly name: string
  readonly file: string
  readonly from: string
  /** Takes the condition that says whether the change is on. */
  readonly to: (isOn: string) => string
  /** Part of the names of scenarios that can notice it. */
  readonly scenarios: string
  /**
   * Compiled by itself, always on: where its scenarios bake their own genesis, which has no switch.
   */
  readonly alone?: true
}

const matching = 'libraries/Matching.sol'
const tasks = 'hub/HubTasks.sol'
const settlement = 'libraries/Settlement.sol'

/** Changes that no scenario noticed once. Each rule here has a scenario since. */
export const mutants: readonly Mutant[] = [
  {
    name: 'a fourth of the score is the power',
    file: 'libraries/Consensus.sol',
    from: 'score / 3;',
    to: () => 'score / 4;',
    scenarios: 'migration: an imported score gives power',
    alone: true,
  },
  {
    name: 'a faulty worker loses a half of its score',
    file: settlement,
    from: 'score - score / 3 - (score % 3 == 0 ? 0 : 1)',
    to: () => 'score / 2',
    scenarios: 'migration: a faulty worker',
    alone: true,
  },
  {
    name: 'rejected votes still count',
    file: 'libraries/Consensus.sol',
    from: 'votes.total -= votes.group[resultHash];',
    to: (isOn) => `if (!${isOn}) votes.total -= votes.group[resultHash];`,
    scenarios: 'consensus: ',
  },
  {
    name: 'the trust of the pool is not enough for itself',
    file: matching,
    from: 'require(request.trust <= workerpool.trust,',
    to: (isOn) =>
      `require(${isOn} ? request.trust < workerpool.trust : request.trust <= workerpool.trust,`,
    scenarios: 'matching: ',
  },
  {
    name: 'the pool needs no tag of the app',
    file: matching,
    from: 'require(tag & ~workerpool.tag == 0,',
    to: (isOn) => `require((${isOn} ? datasetTag | request.tag : tag) & ~workerpool.tag == 0,`,
    scenarios: 'matching: ',
  },
  {
    name: 'a dataset restricts its workerpool to the app',
    file: matching,
    from: 'dataset.workerpoolrestrict.admits(workerpool.workerpool)',
    to: (isOn) => `dataset.workerpoolrestrict.admits(${isOn} ? app.app : workerpool.workerpool)`,
    scenarios: 'matching: ',
  },
  {
    name: 'an order of no dataset restricts no requester',
    file: matching,
    from: 'dataset.requesterrestrict.admits(request.requester)',
    to: (isOn) =>
      `((${isOn} && dataset.dataset == address(0)) || dataset.requesterrestrict.admits(request.requester))`,
    scenarios: 'matching: ',
  },
  {
    name: 'the dataset is looked at before the app',
    file: matching,
    from: 'require(request.app == app.app, "iExecV5-matchOrders-0x10");',
    to: (isOn) =>
      `if (${isOn}) require(request.dataset == dataset.dataset, "iExecV5-matchOrders-0x11");
        require(request.app == app.app, "iExecV5-matchOrders-0x10");`,
    scenarios: 'matching: ',
  },
  {
    name: 'what nobody revealed is finalized',
    file: tasks,
    from: '(task.revealCounter > 0 && task.revealDeadline',
    to: (isOn) => `((${isOn} || task.revealCounter > 0) && task.revealDeadline`,
    scenarios: 'consensus: ',
  },
  {
    name: 'every task takes the time of category 0',
    file: tasks,
    from: 'task.timeref = timeref;',
    to: (isOn) => `task.timeref = ${isOn} ? $.categories[0].workClockTimeRef : timeref;`,
    scenarios: 'deadlines: ',
  },
  {
    name: 'a task is completed at once after another contribution',
    file: tasks,
    from: 'require(task.contributors.length == 0);',
    to: (isOn) => `require(${isOn} || task.contributors.length == 0);`,
    scenarios: 'consensus: ',
  },
  {
    name: 'the seal of another worker is revealed',
    file: tasks,
    from: 'require(contribution.resultSeal == Contributions',
    to: (isOn) => `require(${isOn} || contribution.resultSeal == Contributions`,
    scenarios: 'consensus: ',
  },
  {
    name: 'a claim keeps the stake of a rejected voter',
    file: settlement,
    from: 'Ledger.unlock(task.contributors[i], deal.workerStake);',
    to: (isOn) =>
      `if (!${isOn} || $.contributions[taskId][task.contributors[i]].status != ContributionStatus.REJECTED) Ledger.unlock(task.contributors[i], deal.workerStake);`,
    scenarios: 'consensus: ',
  },
  {
    name: 'the domain separator stays as it is',
    file: 'desk/AdministrationDesk.sol',
    from: 'require($.domainSeparator != 0, "not-configured");',
    to: (isOn) => `require($.domainSeparator != 0, "not-configured");
        if (${isOn}) return;`,
    scenarios: 'storage: ',
  },
  {
    name: 'the greatest allowance never shrinks',
    file: 'desk/SrlcDesk.sol',
    from: `require(amount <= allowed);
        _approve(sender, msg.sender, allowed - amount);`,
    to: (isOn) => `require(amount <= allowed);
        _approve(sender, msg.sender, ${isOn} && allowed == type(uint256).max ? allowed : allowed - amount);`,
    scenarios: 'SRLC: ',
  },
  {
    name: 'odd wei of deposits for many are kept',
    file: 'escrow/NativeEscrow.sol',
    from: `        }
        _send(msg.sender, left);
        return true;`,
    to: (isOn) => `        }
        if (left >= WEI_PER_NRLC || !${isOn}) _send(msg.sender, left);
        return true;`,
    scenarios: 'native escrow: ',
  },
  {
    name: 'a task that failed has a result',
    file: 'hub/HubViews.sol',
    from: 'require(task.status == TaskStatus.COMPLETED, "task-pending");',
    to: (isOn) =>
      `require((${isOn} && task.status == TaskStatus.FAILED) || task.status == TaskStatus.COMPLETED, "task-pending");`,
    scenarios: 'consensus: ',
  },
]

/** The account whose balance switches a mutant on. */
export const switchOf = (mutant: Mutant): `0x${string}` =>
  `0x${(0x6d75_7461_6e74_0000n + BigInt(mutants.indexOf(mutant))).toString(16).padStart(40, '0')}`

/** The change that a mutant is, on by its switch, or always. */
export const changeOf = (mutant: Mutant): Change => ({
  file: mutant.file,
  from: mutant.from,
  to: mutant.to(
    mutant.alone ? 'true' : `(address(uint160(${BigInt(switchOf(mutant))})).balance > 0)`,
  ),
})
