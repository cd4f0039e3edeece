"""Stands in for the platform's worker module: the same task under the same name, with the same arguments."""

from rq import get_current_job


def run_orchestrator_task(task_id, question, repo):
    if not question:
        raise ValueError("no question")
    job = get_current_job()
    return {
        "task_id": task_id,
        "question": question,
        "repo": repo,
        "status": "done",
        "trace_id": job.meta.get("trace_id"),
        "job_id": job.id,
    }
