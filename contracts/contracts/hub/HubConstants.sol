// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import "../types/Constants.sol";

/// @title Numbers of the protocol, for clients
abstract contract HubConstants {
    /// @notice Contribution deadline, in work clock times after the deal.
    function contribution_deadline_ratio() external pure returns (uint256) {
        return CONTRIBUTION_DEADLINE_RATIO;
    }

    /// @notice Reveal deadline, in work clock times after the consensus.
    function reveal_deadline_ratio() external pure returns (uint256) {
        return REVEAL_DEADLINE_RATIO;
    }

    /// @notice Final deadline, in work clock times after the deal.
    function final_deadline_ratio() external pure returns (uint256) {
        return FINAL_DEADLINE_RATIO;
    }

    /// @notice Percent of its price a pool locks for each task.
    function workerpool_stake_ratio() external pure returns (uint256) {
        return WORKERPOOL_STAKE_RATIO;
    }

    /// @notice Percent of the kitty a success pays out.
    function kitty_ratio() external pure returns (uint256) {
        return KITTY_RATIO;
    }

    /// @notice Least nRLC a success pays out of the kitty while it lasts.
    function kitty_min() external pure returns (uint256) {
        return KITTY_MIN;
    }

    /// @notice The account the kitty is frozen under.
    function kitty_address() external pure returns (address) {
        return KITTY_ADDRESS;
    }

    /// @notice ERC-734 purpose of the members of a group restriction.
    function groupmember_purpose() external pure returns (uint256) {
        return GROUPMEMBER_PURPOSE;
    }
}
