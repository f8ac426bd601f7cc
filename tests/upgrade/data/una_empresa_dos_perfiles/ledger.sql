BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0006');
CREATE TABLE attempts (
	id INTEGER NOT NULL, 
	operation_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	run TEXT NOT NULL, 
	fence INTEGER NOT NULL, 
	event TEXT NOT NULL, 
	number INTEGER, 
	state TEXT, 
	detail TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation_id) REFERENCES operations (id)
);
INSERT INTO "attempts" VALUES(1,1,'2026-10-15 15:00:00.150014','aa6b2df10fa04416b184d41bf74fb558',1,'sending',1,'sending','');
INSERT INTO "attempts" VALUES(2,2,'2026-10-15 15:00:00.155519','aa6b2df10fa04416b184d41bf74fb558',1,'sending',1,'sending','');
INSERT INTO "attempts" VALUES(3,5,'2026-10-15 15:00:00.159994','aa6b2df10fa04416b184d41bf74fb558',1,'sending',1,'sending','');
INSERT INTO "attempts" VALUES(4,1,'2026-10-15 15:00:00.172808','aa6b2df10fa04416b184d41bf74fb558',1,'issued',1,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA B 00001-00000001 se ha guardado correctamente", "cae": "74567100000001 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/ZyegT0wWjD4AipSmJOtepw.pdf", "comprobante_ticket_url": "{service}/pdf/ZyegT0wWjD4AipSmJOtepw.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMSJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "R-1", "comprobante_nro": "00001-00000001", "comprobante_tipo": "FACTURA B", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(5,5,'2026-10-15 15:00:00.185736','aa6b2df10fa04416b184d41bf74fb558',1,'issued',1,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA A 00002-00000001 se ha guardado correctamente", "cae": "70014800000002 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/y68CaurPm1EmS-CtXg3T5A.pdf", "comprobante_ticket_url": "{service}/pdf/y68CaurPm1EmS-CtXg3T5A.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAyLCAidGlwb0NtcCI6ICJGQUNUVVJBIEEiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMzA3MDcwNzA3MDIiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3MDAxNDgwMDAwMDAwMiJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "pl-cc8543e0f55af6697ca4-1", "comprobante_nro": "00002-00000001", "comprobante_tipo": "FACTURA A", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(6,2,'2026-10-15 15:00:00.200413','aa6b2df10fa04416b184d41bf74fb558',1,'issued',1,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA B 00002-00000001 se ha guardado correctamente", "cae": "70014800000001 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/xFh4QWxItiSYy0shpKuJ6w.pdf", "comprobante_ticket_url": "{service}/pdf/xFh4QWxItiSYy0shpKuJ6w.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAyLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3MDAxNDgwMDAwMDAwMSJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "R-2", "comprobante_nro": "00002-00000001", "comprobante_tipo": "FACTURA B", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(7,3,'2026-10-15 15:00:00.227305','aa6b2df10fa04416b184d41bf74fb558',1,'sending',2,'sending','');
INSERT INTO "attempts" VALUES(8,4,'2026-10-15 15:00:00.234135','aa6b2df10fa04416b184d41bf74fb558',1,'sending',2,'sending','');
INSERT INTO "attempts" VALUES(9,3,'2026-10-15 15:00:00.239245','aa6b2df10fa04416b184d41bf74fb558',1,'issued',2,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA B 00001-00000002 se ha guardado correctamente", "cae": "74567100000002 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/SdVAc2Lx_yhhPgmpMcmnnw.pdf", "comprobante_ticket_url": "{service}/pdf/SdVAc2Lx_yhhPgmpMcmnnw.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMiwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMiJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "pl-d7316a05e0f827050384-2", "comprobante_nro": "00001-00000002", "comprobante_tipo": "FACTURA B", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(10,4,'2026-10-15 15:00:00.251320','aa6b2df10fa04416b184d41bf74fb558',1,'issued',2,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA B 00002-00000002 se ha guardado correctamente", "cae": "70014800000003 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/AMn6nXbxshhAqRVHjE_I9Q.pdf", "comprobante_ticket_url": "{service}/pdf/AMn6nXbxshhAqRVHjE_I9Q.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAyLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMiwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3MDAxNDgwMDAwMDAwMyJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "pl-4f8978e1aa372c7cd916-2", "comprobante_nro": "00002-00000002", "comprobante_tipo": "FACTURA B", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(11,6,'2026-10-15 15:00:00.625122','71919fa498ee4961ae7ea3ffc028df95',2,'sending',3,'sending','');
INSERT INTO "attempts" VALUES(12,6,'2026-10-15 15:00:00.642526','71919fa498ee4961ae7ea3ffc028df95',2,'issued',3,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA B 00002-00000003 se ha guardado correctamente", "cae": "70014800000004 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/B42nY5GuylEj8gGyZxun4A.pdf", "comprobante_ticket_url": "{service}/pdf/B42nY5GuylEj8gGyZxun4A.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAyLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMywgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3MDAxNDgwMDAwMDAwNCJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "R-1", "comprobante_nro": "00002-00000003", "comprobante_tipo": "FACTURA B", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(13,8,'2026-10-15 15:00:00.834363','8318a698a6b84803bc07e920761cf4d3',1,'sending',1,'sending','{"total":1210.00,"status":"IMPAGA","left":null,"paid":0,"rows":[]}');
INSERT INTO "attempts" VALUES(14,8,'2026-10-15 15:00:00.853223','8318a698a6b84803bc07e920761cf4d3',1,'paid',1,'done','200 {"error": "N", "errores": [""]}');
INSERT INTO "attempts" VALUES(15,7,'2026-10-15 15:00:00.883399','8318a698a6b84803bc07e920761cf4d3',1,'sending',1,'sending','{"total":1210.00,"status":"IMPAGA","left":null,"paid":0,"rows":[]}');
INSERT INTO "attempts" VALUES(16,7,'2026-10-15 15:00:00.887568','8318a698a6b84803bc07e920761cf4d3',1,'paid',1,'done','200 {"error": "N", "errores": [""]}');
CREATE TABLE balances (
	scope TEXT NOT NULL, 
	paid_elsewhere TEXT NOT NULL, 
	who TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (scope)
);
CREATE TABLE documents (
	operation_id INTEGER NOT NULL, 
	url TEXT NOT NULL, 
	url_day DATE NOT NULL, 
	path TEXT, 
	sha256 TEXT, 
	problem TEXT NOT NULL, 
	updated_at DATETIME NOT NULL, 
	PRIMARY KEY (operation_id), 
	FOREIGN KEY(operation_id) REFERENCES operations (id)
);
INSERT INTO "documents" VALUES(1,'{service}/pdf/ZyegT0wWjD4AipSmJOtepw.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA B/00001-00000001.pdf','457b90d0941974589fce0c738a40e67f539117a78f0560f466e40e17147ebc6b','','2026-10-15 15:00:00.212715');
INSERT INTO "documents" VALUES(2,'{service}/pdf/xFh4QWxItiSYy0shpKuJ6w.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA B/00002-00000001.pdf','921b4fe848b5876e5f60d7f8f31cef9e8194757eda801acc848744a9908ff22b','','2026-10-15 15:00:00.230087');
INSERT INTO "documents" VALUES(3,'{service}/pdf/SdVAc2Lx_yhhPgmpMcmnnw.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA B/00001-00000002.pdf','4694fc74554eed8dbd54308eb68ca5d8eb3d9df8c274a4fb9f9c1174209b680c','','2026-10-15 15:00:00.478357');
INSERT INTO "documents" VALUES(4,'{service}/pdf/AMn6nXbxshhAqRVHjE_I9Q.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA B/00002-00000002.pdf','13a9d9770b3a6beb2c966b6cde4df7157dafe5291e9e931464f1d5cad6fff260','','2026-10-15 15:00:00.477283');
INSERT INTO "documents" VALUES(5,'{service}/pdf/y68CaurPm1EmS-CtXg3T5A.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA A/00002-00000001.pdf','ab46b7e1b37ddaa8bfa1db6eb2b466b0c09f58d9b44a6e9ef7cbcb2d86063c95','','2026-10-15 15:00:00.231635');
INSERT INTO "documents" VALUES(6,'{service}/pdf/B42nY5GuylEj8gGyZxun4A.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA B/00002-00000003.pdf','776de8b0928cfb8ab17fdc09fee6787490ec7ed51f1f521b0c07accb041d9441','','2026-10-15 15:00:00.661733');
CREATE TABLE files (
	id INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	name TEXT NOT NULL, 
	path TEXT NOT NULL, 
	seen_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (sha256)
);
INSERT INTO "files" VALUES(1,'e05cb92d9348950b5ddf16933fb7789b50615380998ae67d3f97f7e9410eace7','ventas.csv','{folder}/ventas.csv','2026-10-15 15:00:00.109133');
INSERT INTO "files" VALUES(2,'22e873b291f981ce71f5beb1043f8021df01bc1bfb7491fd956995a13fb9ccd6','del_punto_2.csv','{folder}/del_punto_2.csv','2026-10-15 15:00:00.579758');
INSERT INTO "files" VALUES(3,'3be6863956f2fa6c1e93aaa421dc33a230098e600be0e34e0808b42d3eb23f60','cobros.csv','{folder}/cobros.csv','2026-10-15 15:00:00.796064');
CREATE TABLE hooks (
	hook_id TEXT NOT NULL, 
	received_at DATETIME NOT NULL, 
	evento TEXT NOT NULL, 
	external_reference TEXT NOT NULL, 
	body TEXT NOT NULL, 
	asked_at DATETIME, 
	PRIMARY KEY (hook_id)
);
CREATE TABLE lanes (
	lane TEXT NOT NULL, 
	last_number INTEGER NOT NULL, 
	PRIMARY KEY (lane)
);
INSERT INTO "lanes" VALUES('centro|1|FACTURA B',2);
INSERT INTO "lanes" VALUES('oeste|2|FACTURA B',3);
INSERT INTO "lanes" VALUES('oeste|2|FACTURA A',1);
CREATE TABLE leases (
	scope TEXT NOT NULL, 
	owner TEXT NOT NULL, 
	fence INTEGER NOT NULL, 
	expires_at DATETIME NOT NULL, 
	PRIMARY KEY (scope)
);
INSERT INTO "leases" VALUES('oeste|2','1b08b58e3f13ad0b-aabb79f32f744330bc7e33966152eaf0',2,'2026-10-15 15:00:00.645018');
INSERT INTO "leases" VALUES('centro|1','1b08b58e3f13ad0b-c15aa4a7e6f145f7b63ab2f131be3927',1,'2026-10-15 15:00:00.243060');
INSERT INTO "leases" VALUES('centro|pay|FACTURA B 00001-00000001','1b08b58e3f13ad0b-cf9c92f57f6a4ffd9181621c90d6a4e6',1,'2026-10-15 15:00:00.888724');
INSERT INTO "leases" VALUES('oeste|pay|FACTURA B 00002-00000001','1b08b58e3f13ad0b-cf9c92f57f6a4ffd9181621c90d6a4e6',1,'2026-10-15 15:00:00.868363');
CREATE TABLE meta (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('service','sandbox');
CREATE TABLE operations (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	account TEXT NOT NULL, 
	referencia TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	external_reference TEXT NOT NULL, 
	content TEXT NOT NULL, 
	scope TEXT NOT NULL, 
	lane TEXT NOT NULL, 
	tipo TEXT NOT NULL, 
	punto_venta INTEGER NOT NULL, 
	fecha DATE NOT NULL, 
	documento_tipo TEXT NOT NULL, 
	documento_nro TEXT NOT NULL, 
	moneda TEXT NOT NULL, 
	total TEXT NOT NULL, 
	body TEXT NOT NULL, 
	asked_number INTEGER, 
	depends_on TEXT, 
	file_id INTEGER NOT NULL, 
	first_row INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	number INTEGER, 
	fence INTEGER NOT NULL, 
	attempts INTEGER NOT NULL, 
	sent_at DATETIME, 
	ended_at DATETIME, 
	refusal TEXT, 
	errors TEXT NOT NULL, 
	observations TEXT NOT NULL, 
	cae TEXT NOT NULL, 
	vencimiento_cae DATE, 
	pdf_url TEXT NOT NULL, 
	afip_qr TEXT NOT NULL, 
	requiere_fec TEXT NOT NULL, 
	done_in_run TEXT, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, queue TEXT DEFAULT '' NOT NULL, reason TEXT DEFAULT '' NOT NULL, evidence TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT uq_operations_identity UNIQUE (kind, account, referencia, revision), 
	FOREIGN KEY(file_id) REFERENCES files (id)
);
INSERT INTO "operations" VALUES(1,'issue','centro','R-1',0,'R-1','d7316a05e0f827050384f2d6a6f5f22a947ee9cefa3d32fe5794977b484b0684','centro|1','centro|1|FACTURA B','FACTURA B',1,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,1,2,'done',1,1,1,'2026-10-15 15:00:00.148853','2026-10-15 15:00:00.170259',NULL,'[]','[]','74567100000001','2026-10-25','{service}/pdf/ZyegT0wWjD4AipSmJOtepw.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMSJ9','NO','aa6b2df10fa04416b184d41bf74fb558','2026-10-15 15:00:00.110609','2026-10-15 15:00:00.170782','','','');
INSERT INTO "operations" VALUES(2,'issue','oeste','R-2',0,'R-2','4f8978e1aa372c7cd916c8dc72883b05e10357dab5f0ca10dde0ddb1d07b42e6','oeste|2','oeste|2|FACTURA B','FACTURA B',2,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":2,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,1,3,'done',1,1,1,'2026-10-15 15:00:00.150999','2026-10-15 15:00:00.179707',NULL,'[]','[]','70014800000001','2026-10-25','{service}/pdf/xFh4QWxItiSYy0shpKuJ6w.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAyLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3MDAxNDgwMDAwMDAwMSJ9','NO','aa6b2df10fa04416b184d41bf74fb558','2026-10-15 15:00:00.110674','2026-10-15 15:00:00.199621','','','');
INSERT INTO "operations" VALUES(3,'issue','centro','pl-d7316a05e0f827050384-2',0,'pl-d7316a05e0f827050384-2','d7316a05e0f827050384f2d6a6f5f22a947ee9cefa3d32fe5794977b484b0684','centro|1','centro|1|FACTURA B','FACTURA B',1,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,1,4,'done',2,1,1,'2026-10-15 15:00:00.226658','2026-10-15 15:00:00.238245',NULL,'[]','[]','74567100000002','2026-10-25','{service}/pdf/SdVAc2Lx_yhhPgmpMcmnnw.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMiwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMiJ9','NO','aa6b2df10fa04416b184d41bf74fb558','2026-10-15 15:00:00.110697','2026-10-15 15:00:00.238572','','','');
INSERT INTO "operations" VALUES(4,'issue','oeste','pl-4f8978e1aa372c7cd916-2',0,'pl-4f8978e1aa372c7cd916-2','4f8978e1aa372c7cd916c8dc72883b05e10357dab5f0ca10dde0ddb1d07b42e6','oeste|2','oeste|2|FACTURA B','FACTURA B',2,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":2,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,1,5,'done',2,1,1,'2026-10-15 15:00:00.231830','2026-10-15 15:00:00.249743',NULL,'[]','[]','70014800000003','2026-10-25','{service}/pdf/AMn6nXbxshhAqRVHjE_I9Q.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAyLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMiwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3MDAxNDgwMDAwMDAwMyJ9','NO','aa6b2df10fa04416b184d41bf74fb558','2026-10-15 15:00:00.110717','2026-10-15 15:00:00.250633','','','');
INSERT INTO "operations" VALUES(5,'issue','oeste','pl-cc8543e0f55af6697ca4-1',0,'pl-cc8543e0f55af6697ca4-1','cc8543e0f55af6697ca4f06acae404a3169206cd5dd9293e92eef2f4e2f2980e','oeste|2','oeste|2|FACTURA A','FACTURA A',2,'2026-10-15','CUIT','30707070702','PES','1210.00','{"cliente":{"documento_tipo":"CUIT","documento_nro":"30707070702","razon_social":"El Ñandú S.R.L.","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"RI","condicion_iva_operacion":"RI","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA A","operacion":"V","idioma":"1","punto_venta":2,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,1,6,'done',1,1,1,'2026-10-15 15:00:00.159377','2026-10-15 15:00:00.183387',NULL,'[]','[]','70014800000002','2026-10-25','{service}/pdf/y68CaurPm1EmS-CtXg3T5A.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAyLCAidGlwb0NtcCI6ICJGQUNUVVJBIEEiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMzA3MDcwNzA3MDIiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3MDAxNDgwMDAwMDAwMiJ9','NO','aa6b2df10fa04416b184d41bf74fb558','2026-10-15 15:00:00.110737','2026-10-15 15:00:00.184894','','','');
INSERT INTO "operations" VALUES(6,'issue','oeste','R-1',0,'R-1','43abab180defb5f1b332bb4500de5a32ef65785275a9ee96f31ca593956a38e4','oeste|2','oeste|2|FACTURA B','FACTURA B',2,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":2,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Otra venta, con la misma","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,2,2,'done',3,2,1,'2026-10-15 15:00:00.623960','2026-10-15 15:00:00.639934',NULL,'[]','[]','70014800000004','2026-10-25','{service}/pdf/B42nY5GuylEj8gGyZxun4A.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAyLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMywgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3MDAxNDgwMDAwMDAwNCJ9','NO','71919fa498ee4961ae7ea3ffc028df95','2026-10-15 15:00:00.581303','2026-10-15 15:00:00.640456','','','');
INSERT INTO "operations" VALUES(7,'pay','centro','FACTURA B 00001-00000001/pago-790a8cc8cfce4d605468-1',0,'','790a8cc8cfce4d60546820b929020d102160efee323c614311a13b632e3121ec','centro|pay|FACTURA B 00001-00000001','centro|pay|FACTURA B 00001-00000001','FACTURA B',1,'2026-10-15','','','PES','100.00','{"pagos":{"formas_pago":[{"descripcion":"Transferencia","importe":100.00}],"total":100.00}}',1,NULL,3,2,'done',1,1,1,'2026-10-15 15:00:00.835985','2026-10-15 15:00:00.886790',NULL,'[]','[]','',NULL,'','','','8318a698a6b84803bc07e920761cf4d3','2026-10-15 15:00:00.802429','2026-10-15 15:00:00.887091','','','{"total":1210.00,"status":"IMPAGA","left":null,"paid":0,"rows":[]}');
INSERT INTO "operations" VALUES(8,'pay','oeste','FACTURA B 00002-00000001/REC-1',0,'','00d44ce10e9418152850814621fe13d738f1f7589439014178838a354f47bdb0','oeste|pay|FACTURA B 00002-00000001','oeste|pay|FACTURA B 00002-00000001','FACTURA B',2,'2026-10-15','','','PES','100.00','{"pagos":{"formas_pago":[{"descripcion":"Transferencia","importe":100.00}],"total":100.00}}',1,NULL,3,3,'done',1,1,1,'2026-10-15 15:00:00.832392','2026-10-15 15:00:00.842349',NULL,'[]','[]','',NULL,'','','','8318a698a6b84803bc07e920761cf4d3','2026-10-15 15:00:00.802483','2026-10-15 15:00:00.842610','','','{"total":1210.00,"status":"IMPAGA","left":null,"paid":0,"rows":[]}');
CREATE TABLE pace (
	account TEXT NOT NULL, 
	next_at DATETIME NOT NULL, 
	PRIMARY KEY (account)
);
CREATE TABLE reviews (
	id INTEGER NOT NULL, 
	operation_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	answer TEXT NOT NULL, 
	note TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation_id) REFERENCES operations (id)
);
CREATE INDEX ix_operations_external_reference ON operations (external_reference);
CREATE INDEX ix_operations_scope_state ON operations (scope, state);
CREATE INDEX ix_attempts_operation ON attempts (operation_id);
CREATE INDEX ix_operations_comprobante ON operations (punto_venta, tipo, number);
CREATE INDEX ix_operations_queue ON operations (queue);
CREATE INDEX ix_reviews_operation ON reviews (operation_id);
CREATE INDEX ix_hooks_asked ON hooks (asked_at);
CREATE INDEX ix_operations_points ON operations (account, punto_venta);
CREATE INDEX ix_operations_content ON operations (content);
COMMIT;
