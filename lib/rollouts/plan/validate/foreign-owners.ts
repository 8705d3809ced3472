import { foreignController } from "../foreign-controller";
import { coversHost, managedKeys } from "../managed-keys";
import { type PlanRule, type Problem, problem, targetPath } from "./plan-world";

/**
 * HED-RO-033: an object that another rollout engine writes is shown, never written. HED-RO-034: one that is kept in git goes back to what git says
 * unless the promoted change is committed there (GET /rollouts/{id}/patch).
 */
export const foreignOwners: PlanRule = (plan, { config }) =>
  plan.targets.flatMap((target, at) => {
    const keys = managedKeys({ targets: [target] }, config);
    const own = config.filter(
      (stored) =>
        keys.some(({ plural, namespace, name }) => {
          const { key } = stored;
          return key.plural === plural && key.namespace === namespace && key.name === name;
        }) ||
        (target.target.kind === "traffic" && coversHost(stored, target.target)),
    );
    return own.flatMap(({ key, yaml }): Problem[] => {
      const owner = foreignController(yaml);
      if (!owner) return [];
      const object = `${key.plural} ${key.namespace}/${key.name}`;
      const named = owner.name === "" ? owner.tool : `${owner.tool} (${owner.name})`;
      if (owner.kind === "gitops") {
        const fix = `Have ${owner.tool} ignore differences of ${object} while this runs, and commit the run's patch at its end.`;
        return [problem("warning", "HED-RO-034", targetPath(at), `${named} keeps ${object} as it is in git.`, fix)];
      }
      const fix = `Let ${owner.tool} roll this out, or end its run and remove its marks from ${object}.`;
      return [problem("error", "HED-RO-033", targetPath(at), `${object} is written by ${named} already.`, fix)];
    });
  });
