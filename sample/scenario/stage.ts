import { type Behaviour, behaviourOf, type Scenario } from "./scenarios";

/** What plays right now: read by every service at every request, set by the control server. */
export class Stage {
  scenario: Scenario;
  ratePerSec: number;

  constructor(scenario: Scenario, ratePerSec: number) {
    this.scenario = scenario;
    this.ratePerSec = ratePerSec;
  }

  behaviour(workload: string): Behaviour {
    return behaviourOf(this.scenario, workload);
  }
}
