import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectEngine, dockerfileContext, type Engine, packFolder } from '@iexec-sim/docker'
import { hashesByName } from './built-images.ts'
import { DOCKER_FOLDER, type Recipe } from './catalogue.ts'
import { FILES_LABEL, SOURCE_LABEL } from './source-hash.ts'

type Hashes = ReadonlyMap<string, string>

const PULL_TIMEOUT_MS = 10 * 60_000
const NODE_ARCH: Record<string, string> = { amd64: 'x64', arm64: 'arm64' }

/** Builds images one after another; `say` hears what is done. */
export async function buildImages(
  recipes: readonly Recipe[],
  hashes: Hashes,
  files: Hashes,
  say: (line: string) => void,
): Promise<void> {
  await buildWith(connectEngine({ network: 'images' }), recipes, hashes, files, say)
}

/** Builds images; the caller closes the engine. */
export async function buildWith(
  engine: Engine,
  recipes: readonly Recipe[],
  hashes: Hashes,
  files: Hashes,
  say: (line: string) => void,
): Promise<void> {
  for (const [i, recipe] of recipes.entries()) {
    const started = performance.now()
    say(`${recipe.name}: building (${i + 1} of ${recipes.length})`)
    const former = await engine.inspectImage(recipe.name)
    const labels = {
      [SOURCE_LABEL]: hashes.get(recipe.name)!,
      [FILES_LABEL]: files.get(recipe.name)!,
    }
    await build(engine, recipe, labels, (line) => say(`${recipe.name}: ${line}`))
    if (former !== undefined) await removeFormer(engine, recipe.name, former.id)
    say(`${recipe.name}: built in ${((performance.now() - started) / 1000).toFixed(1)} s`)
  }
}

/** Sources of the images of an engine on another machine. */
export async function builtElsewhere(): Promise<Hashes> {
  return hashesByName(await connectEngine({ network: 'images' }).listImages(SOURCE_LABEL))
}

async function build(
  engine: Engine,
  recipe: Recipe,
  labels: Record<string, string>,
  say: (line: string) => void,
): Promise<void> {
  const obstacle = recipe.fallback && (recipe.fallback.obstacle() ?? (await foreignEngine(engine)))
  if (recipe.fallback && obstacle !== undefined) {
    const { image } = recipe.fallback
    say(`cannot be built on this machine (${obstacle}); pulling ${image} in its place`)
    await engine.pullImage(image, PULL_TIMEOUT_MS)
    await engine.buildImage(dockerfileContext(`FROM ${image}\n`), { tag: recipe.name, labels })
    return
  }
  const context = await mkdtemp(join(tmpdir(), 'iexec-sim-image-'))
  try {
    for (const source of recipe.sources.filter((name) => !name.includes('/'))) {
      await copyFile(join(DOCKER_FOLDER, recipe.folder, source), join(context, source))
    }
    await recipe.furnish?.(context, say)
    await engine.buildImage(packFolder(context), { tag: recipe.name, labels })
  } finally {
    await rm(context, { recursive: true, force: true })
  }
}

/**
 * A build leaves the image it replaces without a name. One that something still stands on stays.
 */
async function removeFormer(engine: Engine, name: string, formerId: string): Promise<void> {
  const { id } = await engine.requireImage(name)
  if (id !== formerId) await engine.removeImage(formerId).catch(() => {})
}

/** A remote engine may have another processor than this machine. */
async function foreignEngine(engine: Engine): Promise<string | undefined> {
  const { architecture } = await engine.ping()
  return NODE_ARCH[architecture] === process.arch
    ? undefined
    : `the engine is ${architecture}, this machine ${process.arch}`
}
