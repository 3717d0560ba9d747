// Files on their way into the system: each is looked at first (a dry run, nothing is kept) and
// taken when somebody says so. One at a time: the server plans a whole file against the register.
import { reactive } from 'vue'

import { Refused, Unreachable, upload, words } from '../../lib/api'
import { ulid } from '../../lib/ulid'
import type { Mapping } from './mapping'
import { nothingNew, type ImportReport } from './report'

export type What = 'register' | 'returnees' | 'readings' | 'cases' | 'sites' | 'outlines'
export type Stage = 'waiting' | 'looking' | 'looked' | 'taking' | 'done' | 'failed'

export interface Job {
  key: string
  file: File
  what: What
  area: string
  /** Of the command that the import becomes; a retry has the same. */
  id: string
  stage: Stage
  preview?: ImportReport
  result?: ImportReport
  error?: { message: string; remedy: string }
  /** What somebody has said that the columns are. */
  map?: Mapping
  /** Of outlines: how the coordinates are meant; '' as the file says. */
  coordinates?: string
}

const paths: Record<What, string> = {
  register: '/api/registry/imports',
  returnees: '/api/returnees/imports',
  readings: '/api/monitoring/import',
  cases: '/api/cases/imports',
  sites: '/api/sites/imports',
  outlines: '/api/outlines/imports',
}

function params(job: Job, dryRun: boolean) {
  const name = job.file.name
  switch (job.what) {
    case 'register':
      return { area: job.area, file_name: name, dry_run: dryRun }
    case 'returnees':
    case 'sites':
      // A dry run leaves no trace: the id is for the import itself.
      return { area: job.area, file_name: name, dry_run: dryRun, id: dryRun ? undefined : job.id }
    case 'readings':
      return { area: job.area, name, dry_run: dryRun, id: dryRun ? undefined : job.id }
    case 'outlines':
      return {
        area: job.area,
        file_name: name,
        dry_run: dryRun,
        id: dryRun ? undefined : job.id,
        coordinates: job.coordinates,
      }
    case 'cases':
      return {
        area: job.area,
        file_name: name,
        dry_run: dryRun,
        id: dryRun ? undefined : job.id,
        map: job.map && JSON.stringify(job.map),
      }
  }
}

/**
 * What was done, as far as the page can know after the answer to an earlier attempt was lost: the
 * server then says that there is nothing left to do, and the preview says what that was.
 */
export function settled(
  preview: ImportReport | undefined,
  answer: ImportReport | Refused,
  attempt: number,
): ImportReport | undefined {
  const done = preview && { ...preview, dry_run: false }
  if (answer instanceof Refused) {
    return attempt > 0 && answer.refusal.code.endsWith('.already-imported') ? done : undefined
  }
  const again = attempt > 0 && preview && !nothingNew(preview) && nothingNew(answer)
  return again ? { ...done!, import: answer.import } : answer
}

export function useJobs(changed: () => void) {
  const jobs = reactive<Job[]>([])
  let chain = Promise.resolve()

  // The row may have been removed while it waited its turn.
  const queue = (job: Job, work: () => Promise<void>) => {
    chain = chain.then(async () => {
      if (jobs.includes(job)) await work()
    })
    return chain
  }

  async function look(job: Job): Promise<void> {
    job.stage = 'looking'
    try {
      job.preview = await upload<ImportReport>(paths[job.what], params(job, true), job.file)
      job.error = undefined
      job.stage = 'looked'
    } catch (error) {
      job.error = words(error)
      job.stage = 'failed'
    }
  }

  async function take(job: Job): Promise<void> {
    job.stage = 'taking'
    for (let attempt = 0; ; attempt++) {
      try {
        const answer = await upload<ImportReport>(paths[job.what], params(job, false), job.file)
        job.result = settled(job.preview, answer, attempt)
        break
      } catch (error) {
        if (error instanceof Unreachable && attempt < 2) {
          await new Promise((resolve) => setTimeout(resolve, 1_000 * 2 ** attempt))
          continue
        }
        job.result = error instanceof Refused ? settled(job.preview, error, attempt) : undefined
        if (!job.result) job.error = words(error)
        break
      }
    }
    job.stage = job.result ? 'done' : 'failed'
    if (job.result) changed()
  }

  return {
    jobs,
    add(files: Iterable<File>, what: What, area: string, coordinates = ''): void {
      for (const file of files) {
        const id = ulid()
        jobs.push({ key: id, file, what, area, id, coordinates, stage: 'waiting' })
        const job = jobs[jobs.length - 1]
        void queue(job, () => look(job))
      }
    },
    take(job: Job): void {
      job.stage = 'taking'
      void queue(job, () => take(job))
    },
    /** Looks at the file again, its columns taken for what the mapping says. */
    remap(job: Job, map: Mapping): void {
      job.map = map
      job.stage = 'waiting'
      void queue(job, () => look(job))
    },
    again(job: Job): void {
      job.error = undefined
      // The import was tried: the same id once more. Else look at the file again.
      if (job.preview) this.take(job)
      else {
        job.stage = 'waiting'
        void queue(job, () => look(job))
      }
    },
    remove(job: Job): void {
      const at = jobs.indexOf(job)
      if (at >= 0) jobs.splice(at, 1)
    },
  }
}
