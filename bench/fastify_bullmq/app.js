// The producer of BullMQ's guide behind Fastify: one POST, one queue.addBulk. PROCESSES of them share one port.

import cluster from "node:cluster";
import { Queue } from "bullmq";
import Fastify from "fastify";
import { Redis } from "ioredis";

const QUEUE = "orchestrator";

const seconds = { type: "integer", minimum: 0 };

const job = {
  type: "object",
  required: ["task"],
  additionalProperties: false,
  properties: {
    task: { type: "string", minLength: 1 },
    args: { type: "array" },
    kwargs: { type: "object" },
    queue: { const: QUEUE },
    job_id: { type: "string", minLength: 1 },
    timeout: seconds,
    ttl: seconds,
    result_ttl: seconds,
    failure_ttl: seconds,
    retry: {
      type: "object",
      required: ["max", "intervals"],
      properties: { max: seconds, intervals: { type: "array", items: seconds } },
    },
    meta: { type: "object" },
  },
};

const schema = {
  body: { type: "array", minItems: 1, maxItems: 1000, items: job },
  response: {
    200: {
      type: "object",
      properties: {
        status: { type: "string" },
        accepted: { type: "integer" },
        ids: { type: "array", items: { type: "string" } },
      },
    },
  },
};

// What BullMQ has no option for goes to the worker as data.
const bulk = ({ task, job_id, args, kwargs, timeout, ttl, result_ttl, failure_ttl, retry, meta }) => ({
  name: task,
  data: { args, kwargs, timeout, ttl, intervals: retry?.intervals, meta },
  opts: {
    jobId: job_id,
    attempts: 1 + (retry?.max ?? 0),
    backoff: retry && { type: "custom" },
    removeOnComplete: { age: result_ttl ?? 500 },
    removeOnFail: { age: failure_ttl ?? 31536000 },
  },
});

async function serve() {
  const queue = new Queue(QUEUE, { connection: new Redis(process.env.REDIS_URL) });
  const app = Fastify({ ajv: { customOptions: { removeAdditional: false, coerceTypes: false } } });
  app.post("/enqueue/batch", { schema }, async (request) => {
    const jobs = await queue.addBulk(request.body.map(bulk));
    return { status: "success", accepted: jobs.length, ids: jobs.map(({ id }) => id) };
  });
  await app.listen({ host: "127.0.0.1", port: Number(process.env.PORT) });
}

const processes = Number(process.env.PROCESSES ?? 1);
if (processes > 1 && cluster.isPrimary) {
  for (let i = 0; i < processes; i++) cluster.fork();
} else {
  await serve();
}
