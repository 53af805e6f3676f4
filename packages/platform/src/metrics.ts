import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

export interface Metrics {
  readonly registry: Registry
  readonly requestSeconds: Histogram<'method' | 'route' | 'status'>
  readonly taskSeconds: Histogram<'kind' | 'outcome'>
  readonly leasesLost: Counter
}

/** Prometheus metrics of a process; labels are route templates, kinds and outcomes, never ids. */
export function createMetrics(service: string, version: string): Metrics {
  const registry = new Registry()
  registry.setDefaultLabels({ service })
  collectDefaultMetrics({ register: registry })
  const info = new Gauge({
    name: 'ems_build_info',
    help: 'Version of the code that runs',
    labelNames: ['version', 'node'],
    registers: [registry],
  })
  info.set({ version, node: process.version }, 1)
  const requestSeconds = new Histogram({
    name: 'ems_http_request_duration_seconds', help: 'Time from the first byte of a request to the last of its reply',
    labelNames: ['method', 'route', 'status'] as const, buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10], registers: [registry],
  }) // prettier-ignore
  const taskSeconds = new Histogram({
    name: 'ems_task_duration_seconds', help: 'Time that an attempt of a task took', labelNames: ['kind', 'outcome'] as const,
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300], registers: [registry],
  }) // prettier-ignore
  const leasesLost = new Counter({
    name: 'ems_lease_lost_total',
    help: 'Leases that this process lost while it worked',
    registers: [registry],
  })
  return { registry, requestSeconds, taskSeconds, leasesLost }
}

export function measureRequests(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    metrics.requestSeconds.observe(
      { method: request.method, route, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    )
  })
}
