// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AppInfo, DatasetInfo, WorkerpoolInfo} from "../types/Records.sol";
import {IApp, IDataset, IWorkerpool} from "../registries/IAsset.sol";

/// @title Assets in one call each
/// @notice Any contract with the functions of an asset will do, registered or not.
/// @dev Empty revert: the address lacks a function of that kind of asset.
abstract contract HubAssets {
    /// @notice An app and its owner.
    function viewApp(address app) external view returns (AppInfo memory) {
        IApp a = IApp(app);
        return
            AppInfo(
                a.owner(),
                a.m_appName(),
                a.m_appType(),
                a.m_appMultiaddr(),
                a.m_appChecksum(),
                a.m_appMREnclave()
            );
    }

    /// @notice A dataset and its owner.
    function viewDataset(address dataset) external view returns (DatasetInfo memory) {
        IDataset d = IDataset(dataset);
        return DatasetInfo(d.owner(), d.m_datasetName(), d.m_datasetMultiaddr(), d.m_datasetChecksum());
    }

    /// @notice A workerpool, its owner and its policy.
    function viewWorkerpool(address workerpool) external view returns (WorkerpoolInfo memory) {
        IWorkerpool w = IWorkerpool(workerpool);
        return
            WorkerpoolInfo(
                w.owner(),
                w.m_workerpoolDescription(),
                w.m_workerStakeRatioPolicy(),
                w.m_schedulerRewardRatioPolicy()
            );
    }
}
