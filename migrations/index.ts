import { Initial1764000000000 } from './1764000000000-initial';
import { SuggestionAnswers1764200000000 } from './1764200000000-suggestionAnswers';
import { SenderLease1764300000000 } from './1764300000000-senderLease';
import { ChatFiles1764330000000 } from './1764330000000-chatFiles';
import { SaidAgain1764340000000 } from './1764340000000-saidAgain';
import { CardBuzz1764350000000 } from './1764350000000-cardBuzz';
import { Groups1764410000000 } from './1764410000000-groups';
import { PaperPatrols1764420000000 } from './1764420000000-paperPatrols';
import { PhotoChecks1764430000000 } from './1764430000000-photoChecks';
import { Suspicions1764430001000 } from './1764430001000-suspicions';
import { ProblemLife1764440000000 } from './1764440000000-problemLife';
import { PatrolLife1764450000000 } from './1764450000000-patrolLife';
import { LedgerRules1764460000000 } from './1764460000000-ledgerRules';
import { PatrolRecorded1764470000000 } from './1764470000000-patrolRecorded';
import { OutfallTasks1764480000000 } from './1764480000000-outfallTasks';
import { ComplaintNumbers1764481000000 } from './1764481000000-complaintNumbers';
import { LeaveAndEmergency1764482000000 } from './1764482000000-leaveAndEmergency';
import { LedgerFields1764500000000 } from './1764500000000-ledgerFields';

import { Rectification1764510000000 } from './1764510000000-rectification';
import { Monitoring1764520000000 } from './1764520000000-monitoring';
import { OutfallPages1764521000000 } from './1764521000000-outfallPages';
import { Enforcement1764522000000 } from './1764522000000-enforcement';
import { SurveyLeads1764523000000 } from './1764523000000-surveyLeads';
import { SentPlaces1764530000000 } from './1764530000000-sentPlaces';
import { Zones1764533000000 } from './1764533000000-zones';
import { Setting1764533001000 } from './1764533001000-setting';
import { PlanDrafts1764535000000 } from './1764535000000-planDrafts';
import { Ladder1764536000000 } from './1764536000000-ladder';
import { LadderDocuments1764538000000 } from './1764538000000-ladderDocuments';
import { LagSnapshots1764539000000 } from './1764539000000-lagSnapshots';
import { AssessmentFreeze1764540000000 } from './1764540000000-assessmentFreeze';
import { AssessmentMarks1764541000000 } from './1764541000000-assessmentMarks';
import { DocumentStandIns1764541004000 } from './1764541004000-documentStandIns';
import { AssessmentRounds1764542000000 } from './1764542000000-assessmentRounds';
import { MarkSheets1764545000000 } from './1764545000000-markSheets';
import { DepartmentScores1764546000000 } from './1764546000000-departmentScores';

/** In order; each runs unchanged on SQLite, MySQL and MariaDB. */
export const MIGRATIONS = [
  Initial1764000000000,
  SuggestionAnswers1764200000000,
  SenderLease1764300000000,
  ChatFiles1764330000000,
  SaidAgain1764340000000,
  CardBuzz1764350000000,
  Groups1764410000000,
  PaperPatrols1764420000000,
  PhotoChecks1764430000000,
  Suspicions1764430001000,
  ProblemLife1764440000000,
  PatrolLife1764450000000,
  LedgerRules1764460000000,
  PatrolRecorded1764470000000,
  OutfallTasks1764480000000,
  ComplaintNumbers1764481000000,
  LeaveAndEmergency1764482000000,
  LedgerFields1764500000000,
  Rectification1764510000000,
  Monitoring1764520000000,
  OutfallPages1764521000000,
  Enforcement1764522000000,
  SurveyLeads1764523000000,
  SentPlaces1764530000000,
  Zones1764533000000,
  Setting1764533001000,
  PlanDrafts1764535000000,
  Ladder1764536000000,
  LadderDocuments1764538000000,
  LagSnapshots1764539000000,
  AssessmentFreeze1764540000000,
  AssessmentMarks1764541000000,
  DocumentStandIns1764541004000,
  AssessmentRounds1764542000000,
  MarkSheets1764545000000,
  DepartmentScores1764546000000,
];
