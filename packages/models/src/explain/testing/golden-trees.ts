import { type TreeEnsemble, treeEnsembleBuilder } from '../../estimators/trees/tree-ensemble.js';

/** A node as other libraries print it; children by their place in the tree. */
type PrintedNode =
  | { readonly cover: number; readonly values: readonly number[] }
  | {
      readonly cover: number;
      readonly feature: number;
      readonly threshold?: number;
      /** Categories that go left. */
      readonly categories?: readonly number[];
      readonly missingLeft: boolean;
      readonly left: number;
      readonly right: number;
    };

/** Trees of another library in our layout. @param below Turns its threshold into the largest number that goes left. */
export function importedTrees(
  trees: readonly (readonly PrintedNode[])[],
  leafWidth: number,
  below: (threshold: number) => number = (threshold) => threshold,
): TreeEnsemble {
  const builder = treeEnsembleBuilder(leafWidth);
  for (const nodes of trees) {
    const at = (place: number): PrintedNode => nodes[place] as PrintedNode;
    const add = (node: number, printed: PrintedNode): void => {
      if ('values' in printed) {
        builder.setLeaf(node, printed.values);
        return;
      }
      const { feature, threshold = 0, categories, missingLeft, left, right } = printed;
      const bits = categories?.reduce((word, code) => word | (1 << code), 0);
      const split =
        bits === undefined
          ? { feature, threshold: below(threshold), missingLeft, categories: null }
          : { feature, threshold: 32, missingLeft, categories: Uint32Array.of(bits, 0, 0, 0, 0, 0, 0, 0) };
      const child = builder.split(node, split, at(left).cover, at(right).cover);
      add(child, at(left));
      add(child + 1, at(right));
    };
    add(builder.beginTree(at(0).cover), at(0));
  }
  return builder.build();
}

/** Four rows that the libraries explained; the forest has 30 for what is missing. */
export const explainedColumns: readonly (readonly number[])[] = [
  [12, 45, 99, 60],
  [77, 11, 3, 60],
  [5, Number.NaN, 19, 60],
  [2, 4, 0, 1],
];

/** LightGBM 4.7.0: four rounds of seven leaves, one feature with categories, one with missing values. */
export const lightgbmTrees: readonly (readonly PrintedNode[])[] = [
  [
    { cover: 400, feature: 0, threshold: 46.50000000000001, missingLeft: true, left: 1, right: 6 },
    { cover: 187, feature: 0, threshold: 23.500000000000004, missingLeft: true, left: 2, right: 5 },
    { cover: 96, feature: 2, threshold: 1e300, missingLeft: false, left: 3, right: 4 },
    { cover: 81, values: [114.24472405641258] },
    { cover: 15, values: [146.18024983095626] },
    { cover: 91, values: [147.48845196448428] },
    { cover: 213, feature: 0, threshold: 74.50000000000001, missingLeft: true, left: 7, right: 10 },
    { cover: 110, feature: 3, categories: [4], missingLeft: false, left: 8, right: 9 },
    { cover: 25, values: [157.86022112990062] },
    { cover: 85, values: [179.2071865757633] },
    { cover: 103, feature: 1, threshold: 27.500000000000004, missingLeft: true, left: 11, right: 12 },
    { cover: 34, values: [190.20429689639192] },
    { cover: 69, values: [216.9441009945163] },
  ],
  [
    { cover: 400, feature: 0, threshold: 57.50000000000001, missingLeft: true, left: 1, right: 8 },
    { cover: 230, feature: 0, threshold: 31.500000000000004, missingLeft: true, left: 2, right: 5 },
    { cover: 127, feature: 0, threshold: 7.500000000000001, missingLeft: true, left: 3, right: 4 },
    { cover: 32, values: [-37.541777753829955] },
    { cover: 95, values: [-19.851731407297287] },
    { cover: 103, feature: 3, categories: [2], missingLeft: false, left: 6, right: 7 },
    { cover: 19, values: [10.693079573532632] },
    { cover: 84, values: [-8.243011894124619] },
    { cover: 170, feature: 1, threshold: 60.50000000000001, missingLeft: true, left: 9, right: 10 },
    { cover: 115, values: [14.973504514694213] },
    { cover: 55, feature: 0, threshold: 81.50000000000001, missingLeft: true, left: 11, right: 12 },
    { cover: 30, values: [23.550760188102725] },
    { cover: 25, values: [46.411479736328126] },
  ],
  [
    { cover: 400, feature: 0, threshold: 40.50000000000001, missingLeft: true, left: 1, right: 4 },
    { cover: 163, feature: 3, categories: [2], missingLeft: false, left: 2, right: 3 },
    { cover: 32, values: [3.0110101322333023] },
    { cover: 131, values: [-16.57573195450695] },
    { cover: 237, feature: 3, categories: [2], missingLeft: false, left: 5, right: 8 },
    { cover: 48, feature: 0, threshold: 62.50000000000001, missingLeft: true, left: 6, right: 7 },
    { cover: 18, values: [15.007738290892707] },
    { cover: 30, values: [36.2931960550944] },
    { cover: 189, feature: 0, threshold: 85.50000000000001, missingLeft: true, left: 9, right: 12 },
    { cover: 141, feature: 2, threshold: 28.500000000000004, missingLeft: false, left: 10, right: 11 },
    { cover: 56, values: [-6.998910958000592] },
    { cover: 85, values: [5.477490549648509] },
    { cover: 48, values: [16.87487030426661] },
  ],
  [
    { cover: 400, feature: 0, threshold: 62.50000000000001, missingLeft: true, left: 1, right: 8 },
    { cover: 250, feature: 3, categories: [4], missingLeft: false, left: 2, right: 3 },
    { cover: 49, values: [-16.909206222275557] },
    { cover: 201, feature: 2, threshold: 20.500000000000004, missingLeft: false, left: 4, right: 5 },
    { cover: 60, values: [-9.89669041156769] },
    { cover: 141, feature: 0, threshold: 14.500000000000002, missingLeft: true, left: 6, right: 7 },
    { cover: 36, values: [-7.038309860229493] },
    { cover: 105, values: [3.832935205868312] },
    { cover: 150, feature: 3, categories: [4], missingLeft: false, left: 9, right: 10 },
    { cover: 31, values: [-4.412671688417109] },
    { cover: 119, feature: 1, threshold: 39.50000000000001, missingLeft: true, left: 11, right: 12 },
    { cover: 54, values: [6.554260455237494] },
    { cover: 65, values: [18.98788695702186] },
  ],
];

/** `predict(pred_contrib=True)`; the base value comes last. */
export const lightgbmContributions: readonly (readonly number[])[] = [
  [-96.88480553683216, 4.775309932628032, -7.002089517341673, 22.016316472397566, 164.60258101892913],
  [-18.308161099773162, -4.283880019072097, 7.587959047023299, -21.7847745493746, 164.60258101892913],
  [91.39276699421585, -21.912248139541518, -4.124155406782811, -1.3520122962304555, 164.60258101892913],
  [31.059178702365728, -0.6429918228933542, 5.462436953925028, 3.0099119936477843, 164.60258101892913],
];

/** XGBoost 3.2.0: three rounds of depth 3, base score 100. */
export const xgboostTrees: readonly (readonly PrintedNode[])[] = [
  [
    { cover: 400, feature: 0, threshold: 46.5, missingLeft: true, left: 1, right: 8 },
    { cover: 187, feature: 0, threshold: 23.5, missingLeft: true, left: 2, right: 5 },
    { cover: 96, feature: 2, threshold: 120, missingLeft: false, left: 3, right: 4 },
    { cover: 81, values: [-29.7797565] },
    { cover: 15, values: [9.16125011] },
    { cover: 91, feature: 2, threshold: 5.5, missingLeft: true, left: 6, right: 7 },
    { cover: 23, values: [-7.8062501] },
    { cover: 68, values: [17.7595654] },
    { cover: 213, feature: 0, threshold: 74.5, missingLeft: true, left: 9, right: 12 },
    { cover: 110, feature: 3, threshold: 3.5, missingLeft: true, left: 10, right: 11 },
    { cover: 85, values: [52.6813965] },
    { cover: 25, values: [20.5126915] },
    { cover: 103, feature: 1, threshold: 27.5, missingLeft: true, left: 13, right: 14 },
    { cover: 34, values: [62.950573] },
    { cover: 69, values: [96.8235703] },
  ],
  [
    { cover: 400, feature: 0, threshold: 57.5, missingLeft: true, left: 1, right: 8 },
    { cover: 230, feature: 0, threshold: 30.5, missingLeft: true, left: 2, right: 5 },
    { cover: 123, feature: 3, threshold: 3.5, missingLeft: true, left: 3, right: 4 },
    { cover: 100, values: [-5.05283022] },
    { cover: 23, values: [-29.8576279] },
    { cover: 107, feature: 3, threshold: 3.5, missingLeft: true, left: 6, right: 7 },
    { cover: 83, values: [14.7077618] },
    { cover: 24, values: [-4.45591688] },
    { cover: 170, feature: 1, threshold: 60.5, missingLeft: true, left: 9, right: 12 },
    { cover: 115, feature: 3, threshold: 3.5, missingLeft: true, left: 10, right: 11 },
    { cover: 93, values: [35.8332558] },
    { cover: 22, values: [11.231679] },
    { cover: 55, feature: 0, threshold: 81.5, missingLeft: true, left: 13, right: 14 },
    { cover: 30, values: [41.2668076] },
    { cover: 25, values: [65.4563599] },
  ],
  [
    { cover: 400, feature: 0, threshold: 62.5, missingLeft: true, left: 1, right: 8 },
    { cover: 250, feature: 0, threshold: 7.5, missingLeft: true, left: 2, right: 5 },
    { cover: 32, feature: 2, threshold: 28.5, missingLeft: false, left: 3, right: 4 },
    { cover: 14, values: [-25.5036449] },
    { cover: 18, values: [-13.3720064] },
    { cover: 218, feature: 2, threshold: 20.5, missingLeft: false, left: 6, right: 7 },
    { cover: 58, values: [-6.49319458] },
    { cover: 160, values: [6.32361984] },
    { cover: 150, feature: 3, threshold: 3.5, missingLeft: true, left: 9, right: 12 },
    { cover: 119, feature: 1, threshold: 73.5, missingLeft: true, left: 10, right: 11 },
    { cover: 99, values: [21.9683666] },
    { cover: 20, values: [42.0268707] },
    { cover: 31, feature: 2, threshold: 14.5, missingLeft: false, left: 13, right: 14 },
    { cover: 7, values: [-4.99366379] },
    { cover: 24, values: [11.1677933] },
  ],
];

/** `predict(pred_contribs=True)`, in single precision; the base value comes last. */
export const xgboostContributions: readonly (readonly number[])[] = [
  [-96.16596221923828, 6.950057029724121, -13.808475494384766, 6.131224155426025, 155.56736755371094],
  [-30.169530868530273, -5.164830684661865, -4.613507270812988, -21.55805206298828, 155.56736755371094],
  [83.43417358398438, -22.77277374267578, -2.611475944519043, 7.134900093078613, 155.56736755371094],
  [28.476009368896484, -1.583327054977417, 2.945659875869751, 9.432557106018066, 155.56736755371094],
];

/** scikit-learn 1.9.1: `RandomForestClassifier(n_estimators=3, max_depth=3, random_state=1)`, three classes. */
export const forestTrees: readonly (readonly PrintedNode[])[] = [
  [
    { cover: 400.0, feature: 0, threshold: 42.5, missingLeft: false, left: 1, right: 8 },
    { cover: 182.0, feature: 0, threshold: 23.5, missingLeft: false, left: 2, right: 5 },
    { cover: 99.0, feature: 0, threshold: 6.5, missingLeft: false, left: 3, right: 4 },
    { cover: 23.0, values: [1.0, 0.0, 0.0] },
    { cover: 76.0, values: [0.6842105263157895, 0.3157894736842105, 0.0] },
    { cover: 83.0, feature: 1, threshold: 9.5, missingLeft: false, left: 6, right: 7 },
    { cover: 10.0, values: [0.7, 0.3, 0.0] },
    { cover: 73.0, values: [0.1643835616438356, 0.7808219178082192, 0.0547945205479452] },
    { cover: 218.0, feature: 0, threshold: 70.5, missingLeft: false, left: 9, right: 12 },
    { cover: 105.0, feature: 2, threshold: 20.5, missingLeft: false, left: 10, right: 11 },
    { cover: 34.0, values: [0.0, 0.6176470588235294, 0.38235294117647056] },
    { cover: 71.0, values: [0.0, 0.22535211267605634, 0.7746478873239436] },
    { cover: 113.0, feature: 1, threshold: 5.5, missingLeft: false, left: 13, right: 14 },
    { cover: 13.0, values: [0.0, 0.07692307692307693, 0.9230769230769231] },
    { cover: 100.0, values: [0.0, 0.0, 1.0] },
  ],
  [
    { cover: 400.0, feature: 0, threshold: 50.5, missingLeft: false, left: 1, right: 8 },
    { cover: 209.0, feature: 0, threshold: 23.5, missingLeft: false, left: 2, right: 5 },
    { cover: 101.0, feature: 2, threshold: 37.5, missingLeft: false, left: 3, right: 4 },
    { cover: 62.0, values: [0.8709677419354839, 0.12903225806451613, 0.0] },
    { cover: 39.0, values: [0.5128205128205128, 0.48717948717948717, 0.0] },
    { cover: 108.0, feature: 3, threshold: 3.5, missingLeft: false, left: 6, right: 7 },
    { cover: 86.0, values: [0.011627906976744186, 0.7906976744186046, 0.19767441860465115] },
    { cover: 22.0, values: [0.6363636363636364, 0.36363636363636365, 0.0] },
    { cover: 191.0, feature: 0, threshold: 70.5, missingLeft: false, left: 9, right: 12 },
    { cover: 66.0, feature: 3, threshold: 3.5, missingLeft: false, left: 10, right: 11 },
    { cover: 47.0, values: [0.0, 0.19148936170212766, 0.8085106382978723] },
    { cover: 19.0, values: [0.0, 0.8421052631578947, 0.15789473684210525] },
    { cover: 125.0, feature: 0, threshold: 73.5, missingLeft: false, left: 13, right: 14 },
    { cover: 18.0, values: [0.0, 0.16666666666666666, 0.8333333333333334] },
    { cover: 107.0, values: [0.0, 0.0, 1.0] },
  ],
  [
    { cover: 400.0, feature: 0, threshold: 42.5, missingLeft: false, left: 1, right: 8 },
    { cover: 171.0, feature: 0, threshold: 23.5, missingLeft: false, left: 2, right: 5 },
    { cover: 95.0, feature: 3, threshold: 2.5, missingLeft: false, left: 3, right: 4 },
    { cover: 47.0, values: [0.6170212765957447, 0.3829787234042553, 0.0] },
    { cover: 48.0, values: [0.9791666666666666, 0.020833333333333332, 0.0] },
    { cover: 76.0, feature: 2, threshold: 50.5, missingLeft: false, left: 6, right: 7 },
    { cover: 72.0, values: [0.18055555555555555, 0.7638888888888888, 0.05555555555555555] },
    { cover: 4.0, values: [0.25, 0.0, 0.75] },
    { cover: 229.0, feature: 1, threshold: 23.5, missingLeft: false, left: 9, right: 12 },
    { cover: 69.0, feature: 0, threshold: 69.0, missingLeft: false, left: 10, right: 11 },
    { cover: 30.0, values: [0.13333333333333333, 0.6333333333333333, 0.23333333333333334] },
    { cover: 39.0, values: [0.0, 0.05128205128205128, 0.9487179487179487] },
    { cover: 160.0, feature: 2, threshold: 11.5, missingLeft: false, left: 13, right: 14 },
    { cover: 21.0, values: [0.0, 0.2857142857142857, 0.7142857142857143] },
    { cover: 139.0, values: [0.0, 0.05755395683453238, 0.9424460431654677] },
  ],
];

/** Rows of the background. */
export const forestBackground: readonly (readonly number[])[] = [
  [10.0, 70.0, 26.0, 1.0],
  [32.0, 69.0, 47.0, 0.0],
  [67.0, 9.0, 47.0, 2.0],
  [27.0, 9.0, 5.0, 0.0],
  [47.0, 73.0, 58.0, 4.0],
  [100.0, 27.0, 19.0, 1.0],
];

/** `shap` 0.51.0, `TreeExplainer(feature_perturbation="tree_path_dependent")`: rows × features × classes. */
export const forestByCover: readonly (readonly (readonly number[])[])[] = [
  [
    [0.5118444584964947, -0.058611907358557244, -0.4532325511379376],
    [-0.0038984018264840176, -0.002748063437703846, 0.006646465264187874],
    [0.02875323083383607, -0.0008765919838516273, -0.02787663884998442],
    [-0.04346610588817416, 0.03650338116444003, 0.006962724723734122],
  ],
  [
    [-0.10952210655150603, 0.12327979308560352, -0.013757686534097544],
    [0.017159442613741284, 0.08259490306015486, -0.09975434567389614],
    [0.005704151732377538, -0.033769053464206854, 0.028064901731829288],
    [0.11239083543771043, -0.06633170613296709, -0.04605912930474333],
  ],
  [
    [-0.24372423404442947, -0.2826588372772695, 0.526383071321699],
    [0.02015640096618358, 0.013154962368020367, -0.03331136333420395],
    [0.005704151732377538, 0.004565323713894436, -0.01026947544627197],
    [-0.012969651987464945, 0.006006927263730827, 0.006962724723734121],
  ],
  [
    [-0.2001006973524004, -0.03781073171877291, 0.2379114290711734],
    [-0.01059418057466451, -0.033348004570262546, 0.04394218514492708],
    [-0.007168803418803415, -0.04716662772283138, 0.05433543114163477],
    [-0.012969651987464945, -0.025209492250561027, 0.038179144238025965],
  ],
];

/** Its `expected_value`. */
export const forestByCoverBase: readonly number[] = [
  0.23083333333333328, 0.30166666666666664, 0.4674999999999999,
];

/** `TreeExplainer(data=background, feature_perturbation="interventional")`. */
export const forestByBackground: readonly (readonly (readonly number[])[])[] = [
  [
    [0.5074024821321169, -0.1284264704833428, -0.3789760332244138],
    [-0.018581938308974106, -0.0005251119534174601, 0.019107051969816286],
    [0.029845599085092545, 0.006736731467147668, -0.03658233458797137],
    [-0.02741336574157079, 0.021922408292690914, 0.005490956207116445],
  ],
  [
    [-0.11142433093239863, 0.034884169697761536, 0.07654016899565856],
    [0.0036402844513456025, 0.09315130362908046, -0.09679159444446366],
    [0.0, -0.021794165174166363, 0.021794162690639496],
    [0.13153598954280218, -0.07502663011352222, -0.05650935570398966],
  ],
  [
    [-0.23404188733547926, -0.3838717446972926, 0.6179136584202448],
    [0.018581938308974106, 0.016723874180267256, -0.0353058137310048],
    [0.0, 0.021794165174166363, -0.021794162690639496],
    [-0.017353770633538563, 0.01186281442642212, 0.005490956207116445],
  ],
  [
    [-0.1833800965299209, -0.12086232627431552, 0.30424241721630096],
    [-0.025989345895747345, -0.03251285602649053, 0.058502205492307745],
    [-0.0060905081530412035, -0.05850909588237604, 0.06459960093100865],
    [-0.017353770633538563, -0.006209850311279297, 0.023563618461290996],
  ],
];

/** Its `expected_value`. */
export const forestByBackgroundBase: readonly number[] = [
  0.23281372229180122, 0.37622592762606605, 0.39096035008213254,
];
