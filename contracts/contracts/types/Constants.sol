// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// Numbers fixed by the protocol.

/// @dev Deadlines, in multiples of the category's `workClockTimeRef`. Contribution and final
/// deadlines count from the deal's start, the reveal deadline from the consensus.
uint256 constant CONTRIBUTION_DEADLINE_RATIO = 7;
uint256 constant REVEAL_DEADLINE_RATIO = 2;
uint256 constant FINAL_DEADLINE_RATIO = 10;

/// @dev Percent of the workerpool price its owner locks for each task.
uint256 constant WORKERPOOL_STAKE_RATIO = 30;

/// @dev The kitty: stakes of pools that failed. Each success pays its pool KITTY_RATIO percent of
/// it, at least KITTY_MIN nRLC as long as there is that much.
uint256 constant KITTY_RATIO = 10;
uint256 constant KITTY_MIN = 1_000_000_000;
/// @dev One less than the first 20 bytes of keccak256("iExecKitty"), so that its key is unknown.
address constant KITTY_ADDRESS = address(uint160(bytes20(keccak256("iExecKitty"))) - 1);

/// @dev ERC-734 purpose that makes a key a member of a group restriction.
uint256 constant GROUPMEMBER_PURPOSE = 4;

/// @dev Gas a result callback gets after {configure}.
uint256 constant DEFAULT_CALLBACK_GAS = 200_000;

/// @dev Tag bit 0: the task must run in a trusted execution environment.
bytes32 constant TAG_TEE = bytes32(uint256(0x1));
/// @dev Tag bits 1 to 3 name a TEE framework.
bytes32 constant TAG_TEE_FRAMEWORKS = bytes32(uint256(0xe));
