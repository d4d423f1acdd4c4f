export { SUBGRAPH_PATHS, Subgraphs, type SubgraphsOptions } from './subgraphs.ts'
